// SPDX-License-Identifier: Apache-2.0

/// The W3C header `traceparent`.
struct TraceParent: Sendable, Hashable {
    let traceID: TraceID
    let spanID: UInt64
    let isSampled: Bool
    /// The second flag: the sender drew the trace id at random.
    let isTraceIDRandom: Bool

    init(traceID: TraceID, spanID: UInt64, isSampled: Bool, isTraceIDRandom: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
        self.isTraceIDRandom = isTraceIDRandom
    }

    /// The parts of a valid header in lower case; nil otherwise.
    ///
    /// Versions after 00 may go on after another hyphen.
    init?(_ header: Substring) {
        let parts = header.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts[..<4].allSatisfy({ $0.allSatisfy(\.isLowercaseHexadecimalDigit) }),
            let traceID = TraceID(hexadecimal: Substring(parts[1])), !traceID.isZero,
            let spanID = UInt64(hexadecimal: Substring(parts[2])), spanID != 0,
            let flags = UInt8(Substring(parts[3]), radix: 16)
        else { return nil }
        let version = Substring(parts[0])
        guard version != "ff", parts.count == 4 || (version != "00" && !parts[4].isEmpty) else { return nil }
        self.init(traceID: traceID, spanID: spanID, isSampled: flags & 1 != 0, isTraceIDRandom: flags & 2 != 0)
    }

    /// The header of version 00.
    var header: String {
        "00-\(traceID.hexadecimal)-\(spanID.hexadecimal)-0\((isSampled ? 1 : 0) + (isTraceIDRandom ? 2 : 0))"
    }
}
