// SPDX-License-Identifier: Apache-2.0

/// What tells one metric from another, as the bytes of its lines: the name in front, tags and container behind.
struct MetricContext: Hashable, Sendable {
    let name: [UInt8]
    /// `|#key:value,…|c:…`, either part only if there is something to say.
    let suffix: [UInt8]

    /// All bytes at once, for programs may make a metric each time they use it.
    func hash(into hasher: inout Hasher) {
        name.withUnsafeBytes { hasher.combine(bytes: $0) }
        suffix.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}
