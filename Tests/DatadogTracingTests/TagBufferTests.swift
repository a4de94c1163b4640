// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

@Suite("A span's tags as they will be sent") struct TagBufferTests {
    private func buffer(_ tags: [(String, SpanTag.Value)]) -> TagBuffer {
        TagBuffer(tags.map { SpanTag(key: $0.0, value: $0.1) })
    }

    private func tags(_ buffer: borrowing TagBuffer) -> Set<SpanTag> {
        let tags = buffer.decoded
        #expect(Set(tags).count == tags.count && tags.count == buffer.count)
        return Set(tags)
    }

    @Test func whatItCountsIsAsIfCountedAnew() {
        var grown = buffer([("a", .text("one")), ("number", .number(1)), ("gone", .text("soon")), ("b", .text("2"))])
        grown.set("a", .number(1))
        grown.set("number", .text("many"))
        grown.remove("gone")
        grown.remove("absent")
        grown.setIfAbsent("b", .text("never"))
        grown.setIfAbsent("gone", .number(0))
        let anew = buffer([("a", .number(1)), ("number", .text("many")), ("b", .text("2")), ("gone", .number(0))])
        #expect(tags(grown) == tags(anew))
        let (texts, numbers, bytes) = (grown.textCount, grown.numberCount, grown.byteCount)
        let expected = anew.byteCount
        #expect(texts == 2 && numbers == 2 && bytes == expected)
        grown.removeAll()
        let (isEmpty, rest) = (grown.isEmpty, grown.byteCount)
        #expect(isEmpty && rest == 0 && tags(grown).isEmpty)
    }

    @Test func keysOfAnyLengthAreFound() {
        let keys = [0, 1, 31, 32, 62, 63, 64, 100, 1000].map { String(repeating: "k", count: $0) }
        var buffer = buffer(keys.map { ($0, .text("of \($0.utf8.count)")) })
        for key in keys { #expect(buffer.value(key) == .text("of \(key.utf8.count)")) }
        #expect(buffer.value(String(repeating: "k", count: 65)) == nil && buffer.value("kk") == nil)
        for (index, key) in keys.enumerated() { buffer.set(key, .number(Double(index))) }
        for (index, key) in keys.enumerated() { #expect(buffer.value(key) == .number(Double(index))) }
        let (texts, count) = (buffer.textCount, buffer.count)
        #expect(texts == 0 && count == keys.count)
    }

    @Test(arguments: [0, 1, 31, 32, 255, 256, 65_535, 65_536, 100_000]) func textsOfAnyLengthAreKept(length: Int) {
        let text = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length % 2)
        var buffer = buffer([(text, .text(text)), ("number", .number(-1.5)), ("last", .text("z"))])
        #expect(buffer.value(text) == .text(text) && buffer.value("number") == .number(-1.5))
        buffer.set("number", .text(text))
        buffer.set(text, .number(7))
        #expect(tags(buffer) == tags(self.buffer([(text, .number(7)), ("number", .text(text)), ("last", .text("z"))])))
        buffer.remove(text)
        #expect(buffer.value("last") == .text("z") && !buffer.has(text))
        let (texts, numbers) = (buffer.textCount, buffer.numberCount)
        #expect(texts == 2 && numbers == 0)
    }

    @Test func manyTagsAreKeptApart() {
        var buffer = TagBuffer()
        var expected: [String: SpanTag.Value] = [:]
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<3_000 {
            let key = "key\(generator.next() % 60)"
            switch generator.next() % 3 {
            case 0: expected[key] = .text(String(repeating: "t", count: Int(generator.next() % 90)))
            case 1: expected[key] = .number(Double(generator.next() % 1000))
            default: expected[key] = nil
            }
            if let value = expected[key] { buffer.set(key, value) } else { buffer.remove(key) }
        }
        #expect(tags(buffer) == Set(expected.map { SpanTag(key: $0.key, value: $0.value) }))
        #expect(tags(buffer.copy) == tags(buffer))
    }

    @Test func ownTagsWinOverConstantOnes() {
        let constants = TagBuffer(firstOf: [
            ("env", .text("test")), ("team", .text("votes")), ("env", .text("last")), ("pid", .number(7)),
        ])
        #expect(
            tags(constants)
                == tags(buffer([("env", .text("test")), ("team", .text("votes")), ("pid", .number(7))]))
        )
        var apart = buffer([("a", .text("1")), ("abc", .text("as long as env")), ("four", .number(4))])
        let goesAlong = apart.share(constants)
        let count = apart.count
        #expect(goesAlong && count == 3)
        var hiding = buffer([("team", .number(1)), ("abc", .text("as long as env"))])
        let isHidden = !hiding.share(constants)
        #expect(isHidden && hiding.value("env") == .text("test") && hiding.value("team") == .number(1))
        #expect(hiding.value("pid") == .number(7) && tags(hiding).count == 4)
    }

    @Test func noMoreThanTheLimit() {
        var buffer = buffer([("a", .number(1)), ("b", .number(2))])
        let isReplaced = buffer.set("b", .number(3), limit: 2)
        let isAdded = buffer.set("c", .number(4), limit: 2)
        #expect(isReplaced && !isAdded && tags(buffer).count == 2 && buffer.value("b") == .number(3))
    }
}
