// SPDX-License-Identifier: Apache-2.0

/// What Zipkin's two families of headers have in common.
enum B3 {
    /// Up to 32 hexadecimal digits; nil if it is anything else. Zero is no trace.
    static func traceID(_ text: Substring) -> TraceID? {
        let text = text.trimmingSpaces()
        guard text.utf8.count > 16 else { return UInt64(upTo16Hexadecimal: text).map { TraceID(low: $0) } }
        guard let high = UInt64(upTo16Hexadecimal: text.dropLast(16)),
            let low = UInt64(upTo16Hexadecimal: text.suffix(16))
        else { return nil }
        return TraceID(high: high, low: low)
    }

    /// Up to 16 hexadecimal digits; nil if it is anything else. Zero is no span.
    static func spanID(_ text: Substring) -> UInt64? {
        UInt64(upTo16Hexadecimal: text.trimmingSpaces())
    }

    static func priority(ofState text: Substring) -> Int? {
        switch text {
        case "0": 0
        case "1": 1
        case "d": 2
        default: nil
        }
    }

    /// 32 digits, or 16 if the id has no more.
    static func text(of id: TraceID) -> String {
        id.high == 0 ? id.low.hexadecimal : id.hexadecimal
    }
}
