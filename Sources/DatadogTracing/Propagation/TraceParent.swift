// SPDX-License-Identifier: Apache-2.0

/// The W3C header `traceparent`.
struct TraceParent: Sendable, Hashable {
    let traceID: TraceID
    let spanID: UInt64
    let isSampled: Bool

    /// The parts of a valid header in lower case; nil otherwise.
    init?(_ header: String) {
        let parts = header.split(separator: "-", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[3].utf8.count == 2,
            parts[0..<4].allSatisfy({ $0.utf8.allSatisfy(\.isLowercaseHexadecimalDigit) }),
            parts[1].utf8.count == 32, let traceID = TraceID(hexadecimal: parts[1]), !traceID.isZero,
            let spanID = UInt64(hexadecimal: parts[2]), spanID != 0,
            let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        guard parts[0] != "ff", parts.count == 4 || (parts[0] != "00" && !parts[4].isEmpty) else { return nil }
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = flags & 1 == 1
    }
}
