// SPDX-License-Identifier: Apache-2.0

/// W3C `baggage`: `key=value,key=value`, percent-encoded UTF-8.
///
/// Properties after a semicolon count as part of the value, as in Datadog's other tracers.
struct BaggagePropagator: Sendable {
    var maximumItems = 64
    var maximumBytes = 8_192

    static let header = "baggage"
    private static let comma = UInt8(ascii: ",")
    private static let equals = UInt8(ascii: "=")

    /// The items that fit and how many were left out; none at all if one of those read is malformed.
    func extract(_ header: (String) -> String?) -> (baggage: Baggage, dropped: Int) {
        var baggage = Baggage()
        guard let text = header(Self.header), !text.isEmpty else { return (baggage, 0) }
        var rest = text.utf8[...]
        var count = 0
        var bytes = 0
        while true {
            let end = rest.firstIndex(of: Self.comma) ?? rest.endIndex
            let item = rest[..<end]
            let size = item.count + (baggage.isEmpty ? 0 : 1)
            guard count < maximumItems else { return (baggage, Self.items(in: rest)) }
            guard let equals = item.firstIndex(of: Self.equals) else { return (Baggage(), 0) }
            guard bytes + size <= maximumBytes else { return (baggage, Self.items(in: rest)) }
            let key = item[..<equals].trimmingSpaces().percentDecoded
            let value = item[item.index(after: equals)...].trimmingSpaces().percentDecoded
            guard !key.isEmpty, !value.isEmpty else { return (Baggage(), 0) }
            baggage[key] = value
            count += 1
            bytes += size
            guard end < rest.endIndex else { return (baggage, 0) }
            rest = rest[rest.index(after: end)...]
        }
    }

    /// Writes the items that fit, in order; returns how many were left out.
    func inject(_ baggage: Baggage, into headers: inout [PropagationHeader]) -> Int {
        guard !baggage.isEmpty else { return 0 }
        var text: [UInt8] = []
        var written = 0
        for item in baggage.items where !item.key.isEmpty && !item.value.isEmpty {
            let length = text.count
            if written > 0 { text.append(Self.comma) }
            text.append(percentEncoding: item.key) { $0.isTokenCharacter }
            text.append(Self.equals)
            text.append(percentEncoding: item.value) { $0.isTokenCharacter || $0.isBaggageValueDelimiter }
            guard written < maximumItems, text.count <= maximumBytes else {
                text.removeSubrange(length...)
                break
            }
            written += 1
        }
        if written > 0 { headers.append(PropagationHeader(Self.header, String(decoding: text, as: UTF8.self))) }
        return baggage.items.count - written
    }

    private static func items(in rest: Substring.UTF8View) -> Int {
        rest.reduce(1) { $1 == comma ? $0 + 1 : $0 }
    }
}

extension UInt8 {
    /// Letters, digits and the signs that a token of HTTP may hold; `%` is left out, for it begins an escape.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"),
            UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// What a value of baggage may hold beside the characters of a token.
    fileprivate var isBaggageValueDelimiter: Bool {
        switch self {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"):
            true
        default: false
        }
    }
}
