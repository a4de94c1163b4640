// SPDX-License-Identifier: Apache-2.0

/// One file of a request with its content.
struct FetchedFile: Sendable {
    let name: String
    let bytes: [UInt8]
    /// The content's SHA-256 in lower-case hexadecimal digits.
    let sha256: String
}
