// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as part of an address, by RFC 3986: but for letters, digits and `-._~` each byte of its UTF-8 becomes
    /// `%` and two upper-case digits, unless it is one of `kept`.
    package func percentEncoded(keeping kept: String = "") -> String {
        utf8.reduce(into: "") { text, byte in
            if Self.unreserved.contains(byte) || kept.utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}
