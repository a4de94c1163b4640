// SPDX-License-Identifier: Apache-2.0

/// The ids in a W3C `traceparent` header.
struct TraceParent {
    /// 32 hexadecimal digits.
    let traceID: String
    /// 16 hexadecimal digits.
    let spanID: String

    init?(_ header: String?) {
        guard let parts = header?.split(separator: "-", omittingEmptySubsequences: false) else { return nil }
        guard parts.count >= 4, parts[1].utf8.count == 32, parts[2].utf8.count == 16 else { return nil }
        traceID = String(parts[1])
        spanID = String(parts[2])
    }
}
