// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Random words and comparisons whose time tells nothing.
struct Secret: Sendable {
    private let key = SymmetricKey(size: .bits256)

    /// 256 random bits in hexadecimal.
    static func random() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { hexadecimal($0) }
    }

    /// What only this process can make of a text.
    func seal(_ text: String) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// Whether two texts are the same. Compares codes of them, whose likeness says nothing about the texts.
    func equal(_ first: String, _ second: String) -> Bool {
        let code = HMAC<SHA256>.authenticationCode(for: Array(first.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(second.utf8), using: key)
    }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
