// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import DatadogTracing

/// Headers and contexts at random, most of them plausible, many of them broken in one place.
struct PropagationCases {
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

    private mutating func joined(
        _ count: ClosedRange<Int>,
        by separator: String,
        _ next: (inout Self) -> String
    ) -> String {
        let count = Int.random(in: count, using: &random)
        return (0..<count).map { _ in next(&self) }.joined(separator: separator)
    }

    // Few ids, so that several styles often speak of the same trace.
    private static let lows = ["abcdefab12345678", "0000000000000007", "ffffffffffffffff"]
    private static let highs = ["640cfd8d00000000", "0000000000000000", "ffffffffffffffff"]
    private static let spans = ["00000000075bcd15", "000000000000000a", "ffffffffffffffff"]
    private static let priorities = ["-1", "0", "1", "2", "2", "1", "10", "-3", "", "x", "1.5", " 1 "]
    private static let words = [
        "a", "k1", "x=y", "user.id", "session.id", "baz64", "-4", "-0", "-256", "4", "rum", "synthetics", "a b", "é",
        "漢字", "~", "a:b", "a;b", "\u{1F680}", "0", "\"q\"", "{}[]()<>@/?", "a\\b",
    ]
    private static let oddWords = ["", " c ", " ", "%41", "%C3%A9", "%C3", "%", "%zz", "%20"]

    private mutating func word(oddPercent: Int = 4) -> String {
        one(of: chance(oddPercent) ? Self.oddWords : Self.words)
    }

    private mutating func decimal(_ hexadecimals: [String]) -> String {
        guard !chance(6) else {
            return one(of: ["0", "-6", "+6", " 5 ", "abc", "", "18446744073709551616", "1_0", "٣", "00007"])
        }
        return String(UInt64(one(of: hexadecimals), radix: 16)!)
    }

    /// The text with one change in it, sometimes.
    private mutating func maybeBroken(_ text: String, percent: Int = 8) -> String {
        guard chance(percent) else { return text }
        var scalars = Array(text.unicodeScalars)
        let place = Int.random(in: 0...scalars.count, using: &random)
        let scalar = one(of: Array(" \t,;:=-%~_+.0aZ/\"é\u{301}漢\u{7f}".unicodeScalars))
        if chance(50) || place == scalars.count {
            scalars.insert(scalar, at: place)
        } else if chance(50) {
            scalars[place] = scalar
        } else {
            scalars.remove(at: place)
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    /// Headers that chance seldom puts together.
    static let rare = [
        ["x-datadog-trace-id": "7", "traceparent": "00-00000000000000000000000000000007-000000000000000a-01"],
        [
            "x-datadog-trace-id": "7", "x-datadog-parent-id": "8", "b3": "abcdefab12345678-000000000000000a-1",
            "traceparent": "00-0000000000000000abcdefab12345678-000000000000000b-01",
        ],
        [
            "traceparent": "00-00000000000000000000000000000007-000000000000000a-01",
            "tracestate": "dd=x:漢,dd=x:y,k1=v",
        ],
        ["b3": "0", "traceparent": "00-00000000000000000000000000000007-000000000000000a-01"],
    ]

    mutating func headers() -> [String: String] {
        var headers: [String: String] = [:]
        if chance(55) { addDatadog(to: &headers) }
        if chance(55) { addTraceContext(to: &headers) }
        if chance(25) { headers["b3"] = maybeBroken(b3()) }
        if chance(25) { addB3Multi(to: &headers) }
        if chance(40) { headers["baggage"] = maybeBroken(baggageHeader()) }
        guard chance(15) else { return headers }
        return Dictionary(uniqueKeysWithValues: headers.map { ($0.key.uppercased(), $0.value) })
    }

    private mutating func addDatadog(to headers: inout [String: String]) {
        headers["x-datadog-trace-id"] = maybeBroken(decimal(Self.lows), percent: 3)
        if chance(85) { headers["x-datadog-parent-id"] = maybeBroken(decimal(Self.spans), percent: 3) }
        if chance(80) { headers["x-datadog-sampling-priority"] = one(of: Self.priorities) }
        if chance(30) { headers["x-datadog-origin"] = word() }
        if chance(70) { headers["x-datadog-tags"] = maybeBroken(tagsHeader()) }
    }

    private mutating func tagsHeader() -> String {
        guard !chance(3) else {
            return "_dd.p.long=" + String(repeating: "x", count: .random(in: 495...510, using: &random))
        }
        return joined(0...4, by: ",") { cases in
            switch Int.random(in: 0..<8, using: &cases.random) {
            case 0, 1, 2: "_dd.p.tid=" + cases.maybeBroken(cases.one(of: Self.highs))
            case 3, 4: "_dd.p.dm=" + cases.one(of: ["-0", "-4", "-4", "-255", "-256", "4", "-04", "x"])
            case 5: "_dd.p.usr.id=" + cases.one(of: ["abc", "baz64==", "a b", " c "])
            case 6:
                cases.one(of: ["other=1", "_dd.p.upstream_services=x", "_dd.p.ts=02", "_dd.p.=1", "=", "novalue", ""])
            default: "_dd.p.\(cases.one(of: ["a", "b", "c~", "d;"]))=" + cases.word()
            }
        }
    }

    private mutating func addTraceContext(to headers: inout [String: String]) {
        let version = one(of: ["00", "00", "00", "00", "00", "00", "01", "ff", "cc"])
        let flags = one(of: ["00", "01", "01", "02", "03", "ff"])
        let id = one(of: Self.highs) + one(of: Self.lows)
        let extra = chance(5) ? one(of: ["-", "-what", "-a-b", "x"]) : ""
        headers["traceparent"] = maybeBroken("\(version)-\(id)-\(one(of: Self.spans))-\(flags)\(extra)", percent: 4)
        if chance(80) { headers["tracestate"] = maybeBroken(traceState(), percent: 5) }
    }

    private mutating func traceState() -> String {
        let most = chance(10) ? 45 : 5
        return joined(0...most, by: one(of: [",", ",", " , ", ",\t"])) { cases in
            switch Int.random(in: 0..<10, using: &cases.random) {
            case 0, 1, 2, 3: "dd=" + cases.ownMember()
            case 4: "ot=" + cases.otelMember()
            case 5: "large=" + String(repeating: "y", count: .random(in: 100...260, using: &cases.random))
            case 6: cases.one(of: ["", "novalue", "=", "tenant@vendor=1", "add=s:1"])
            default: "k\(Int.random(in: 0..<50, using: &cases.random))=v"
            }
        }
    }

    private mutating func ownMember() -> String {
        joined(0...6, by: ";") { cases in
            switch Int.random(in: 0..<9, using: &cases.random) {
            case 0, 1, 2: "s:" + cases.one(of: ["-1", "0", "1", "2", "2", " 1 ", "x", "", "99999999999999999999"])
            case 3: "o:" + cases.one(of: ["rum", "rum", "synthetics", "a~b", "", "a b"])
            case 4: "p:" + cases.one(of: Self.spans + Self.spans + ["1", "zz", "ABCDEF0123456789", ""])
            case 5: "t.dm:" + cases.one(of: ["-4", "-0", "bad", ""])
            case 6 where cases.chance(30): "t.tid:" + cases.one(of: Self.highs)
            case 7:
                "t.\(cases.one(of: ["usr.id", "a", "", "b c", "ts"])):" + cases.one(of: ["baz64~~", "x:y", "", "a b"])
            default: cases.one(of: ["x:y", "t", "", ":", "t.long:" + String(repeating: "z", count: 240)])
            }
        }
    }

    private mutating func otelMember() -> String {
        joined(0...3, by: ";") { cases in
            cases.one(of: [
                "rv:12345678901234", "rv:1234", "rv", "th:8", "th:0", "th:", "th:A", "th:123456789012345", "x:1", "",
            ])
        }
    }

    private mutating func b3() -> String {
        guard !chance(15) else { return one(of: ["0", "1", "d", "x", "", "-"]) }
        var text = (chance(60) ? one(of: Self.highs) : "") + one(of: Self.lows) + "-" + one(of: Self.spans)
        if chance(80) { text += "-" + one(of: ["0", "1", "d", "x", ""]) }
        if chance(20) { text += "-05e3ac9a4f6e3b90" }
        return text
    }

    private mutating func addB3Multi(to headers: inout [String: String]) {
        if chance(95) {
            headers["x-b3-traceid"] = maybeBroken((chance(60) ? one(of: Self.highs) : "") + one(of: Self.lows))
        }
        if chance(90) { headers["x-b3-spanid"] = maybeBroken(one(of: Self.spans)) }
        if chance(60) { headers["x-b3-sampled"] = one(of: ["0", "1", "1", "true", ""]) }
        if chance(20) { headers["x-b3-flags"] = one(of: ["0", "1", "d"]) }
    }

    private mutating func baggageHeader() -> String {
        if chance(4) { return joined(60...70, by: ",") { "k\(Int.random(in: 0..<100, using: &$0.random))=v" } }
        if chance(4) {
            return joined(1...4, by: ",") { cases in
                cases.one(of: ["a", "b", "c"]) + "="
                    + String(repeating: "x", count: .random(in: 2_000...4_500, using: &cases.random))
            }
        }
        return joined(1...5, by: ",") { cases in
            let key = cases.one(of: ["user.id", "session.id", "account.id", "a", "a", "b c", "%61", " d ", "é"])
            return cases.chance(3)
                ? cases.word() : key + "=" + cases.word(oddPercent: 10)
        }
    }

    // MARK: contexts to be injected

    mutating func context() -> (context: DatadogSpanContext, baggage: Baggage) {
        let id = TraceID(hexadecimal: one(of: Self.highs) + one(of: Self.lows))!
        var context = DatadogSpanContext(traceID: id, spanID: UInt64(one(of: Self.spans), radix: 16)!)
        context.samplingPriority = one(of: [nil, -1, 0, 1, 2, 5])
        context.origin = chance(40) ? word() : nil
        context.isRemote = chance(60)
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            let key = one(of: ["dm", "usr.id", "a", "b", "é", "k,=", "ünï x"])
            let long = String(repeating: "v", count: .random(in: 1...300, using: &random))
            context.propagationTags["_dd.p.\(key)"] = key == "dm" ? "-4" : (chance(10) ? long : word())
        }
        if chance(50) {
            let state = traceState()
            context.traceState = state.isEmpty ? nil : state
        }
        var baggage = Baggage()
        for _ in 0..<Int.random(in: 0...5, using: &random) { baggage[word()] = word() }
        return (context, baggage)
    }

    /// Text of any kind, also such as no header may hold.
    mutating func noise() -> String {
        let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func breaking(_ text: String, times: Int) -> String {
        (0..<times).reduce(text) { text, _ in maybeBroken(text, percent: 100) }
    }
}
