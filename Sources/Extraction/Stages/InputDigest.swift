// SPDX-License-Identifier: Apache-2.0

/// What identifies a run's input: SHA-256 as hexadecimal digits.
struct InputDigest: Sendable, Hashable {
    /// Of each file, in order.
    let files: [String]
    /// One file's own; of several, that of theirs joined by line feeds.
    let whole: String
}
