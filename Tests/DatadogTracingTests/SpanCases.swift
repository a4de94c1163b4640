// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

@testable import DatadogTracing

/// Finished spans at random, with everything that a span can hold, and much that it seldom does.
struct SpanCases {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements.randomElement(using: &random)!
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private static let texts = [
        "", "a", "extraction.job", "หน่วยเลือกตั้ง", "คะแนน ๑๒๓", "🗳️", "👩‍👩‍👧‍👦", "🇹🇭", "漢字", "\0", "a\0b", "\u{7f}\u{80}",
        "\u{feff}",
        "\u{10ffff}", "\u{fffd}", "\"\\/\u{8}\u{c}\n\r\t\u{1}", "\u{2028}\u{2029}", "é", "e\u{301}", "Å", "\u{212b}",
        "null",
    ]
    /// Where one format of MessagePack ends and the next begins.
    private static let lengths = [15, 16, 31, 32, 255, 256, 65_535, 65_536, 70_000]

    mutating func text() -> String {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return String(repeating: one(of: ["x", "ก", "🗳"]), count: one(of: Self.lengths.dropLast(3)))
        // Surrogates and other bytes that are no UTF-8, as Swift mends them.
        case 1: return String(decoding: [0x41, one(of: [0xd800, 0xdfff, 0xdc00]), 0x42] as [UInt16], as: UTF16.self)
        case 2: return String(decoding: (0..<9).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
        case 3: return one(of: Self.texts) + one(of: Self.texts)
        default: return one(of: Self.texts)
        }
    }

    mutating func key(_ index: Int) -> String { "\(index)" + text() }

    mutating func integer() -> Int64 {
        let edges: [Int64] = [0, 1, -1, -32, -33, 127, 128, 255, 256, 65_535, 65_536, .max, .min, 1 << 32, -(1 << 31)]
        return chance(70) ? one(of: edges) : .random(in: .min ... .max, using: &random)
    }

    mutating func id() -> UInt64 {
        chance(50) ? one(of: [1, 127, 128, .max, 1 << 63, 1 << 32]) : .random(in: 1 ... .max, using: &random)
    }

    mutating func double() -> Double {
        let edges = [
            0, -0.0, 1, -1.5, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e300,
        ]
        return chance(80) ? one(of: edges) : Double.random(in: -1e9...1e9, using: &random)
    }

    mutating func json(depth: Int = 0) -> JSONValue {
        let most = chance(3) ? 20 : 4
        switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(chance(50))
        case 2: return .integer(integer())
        case 3: return .double(double())
        case 4: return .string(text())
        case 5: return .array((0..<Int.random(in: 0...most, using: &random)).map { _ in json(depth: depth + 1) })
        default:
            let count = Int.random(in: 0...most, using: &random)
            return .object(JSONObject((0..<count).map { (key($0), json(depth: depth + 1)) }))
        }
    }

    mutating func span() -> FinishedSpan {
        var span = FinishedSpan(
            traceID: TraceID(high: chance(50) ? id() : 0, low: id()),
            spanID: id(),
            parentID: chance(50) ? id() : nil,
            name: text(),
            service: text(),
            resource: text(),
            type: text(),
            start: integer(),
            duration: integer(),
            isError: chance(30)
        )
        for index in 0..<tagCount() { span.meta[key(index)] = text() }
        for index in 0..<tagCount() { span.metrics["n" + key(index)] = double() }
        for _ in 0..<Int.random(in: 0...2, using: &random) where chance(50) { span.links.append(link()) }
        for _ in 0..<Int.random(in: 0...2, using: &random) where chance(50) { span.events.append(event()) }
        return span
    }

    /// Seldom so many that the map has a longer head.
    private mutating func tagCount() -> Int { Int.random(in: 0...(chance(5) ? 20 : 6), using: &random) }

    private mutating func link() -> DatadogSpanLink {
        var link = DatadogSpanLink(traceID: TraceID(high: id(), low: id()), spanID: id())
        for index in 0..<Int.random(in: 0...3, using: &random) { link.attributes[key(index)] = text() }
        if chance(50) { link.traceState = text() }
        link.flags = one(of: [nil, 0, 1, .max >> 1])
        return link
    }

    private mutating func event() -> DatadogSpanEvent {
        let attributes = (0..<Int.random(in: 0...4, using: &random)).map { (key($0), attribute()) }
        return DatadogSpanEvent(name: text(), time: UInt64(bitPattern: integer()), attributes: JSONObject(attributes))
    }

    private mutating func attribute() -> JSONValue {
        let value = json(depth: 5)
        return chance(20) ? .array([value, .string(text())]) : (value == .null ? "none" : value)
    }
}
