// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite("The list of a span's tags") struct TagListTests {
    private func list(_ tags: [(String, SpanTag.Value)]) -> TagList {
        var list = TagList()
        for (key, value) in tags { list.set(key, value) }
        return list
    }

    @Test func whatItCountsIsAsIfCountedAnew() {
        var grown = list([("a", .text("one")), ("number", .number(1)), ("gone", .text("soon")), ("b", .text("2"))])
        grown.set("a", .number(1))
        grown.set("number", .text("many"))
        grown.remove("gone")
        grown.remove("absent")
        grown.setIfAbsent("b", .text("never"))
        grown.setIfAbsent("gone", .number(0))
        let anew = list([("a", .number(1)), ("number", .text("many")), ("b", .text("2")), ("gone", .number(0))])
        #expect(grown.tags == anew.tags)
        #expect(grown.textCount == 2 && grown.numberCount == 2 && anew.textCount == 2)
        #expect(grown.estimatedSize == anew.estimatedSize)
    }

    @Test func keysOfAnyLengthAreFound() {
        let keys = [0, 1, 62, 63, 64, 100, 1000].map { String(repeating: "k", count: $0) }
        var list = list(keys.map { ($0, .text("of \($0.utf8.count)")) })
        for key in keys { #expect(list.value(key)?.text == "of \(key.utf8.count)") }
        #expect(list.value(String(repeating: "k", count: 65)) == nil && list.value("kk") == nil)
        for key in keys { list.set(key, .number(1)) }
        #expect(list.count == keys.count && list.textCount == 0)
    }

    @Test func noMoreThanTheLimit() {
        var list = list([("a", .number(1)), ("b", .number(2))])
        #expect(list.set("b", .number(3), limit: 2) && !list.set("c", .number(4), limit: 2))
        #expect(list.count == 2 && list.value("b")?.number == 3)
    }
}
