// SPDX-License-Identifier: Apache-2.0

/// Sealed bytes that are no JSON, such as pages: `VES1`, the length of the key's id in one byte, the id, the nonce of 12
/// bytes, and the ciphertext with its tag of 16.
struct SealedBytes: Sendable {
    let value: SealedValue

    private static let mark = Array("VES1".utf8)

    /// What sealing adds at most.
    static let overhead = 4 + 1 + 64 + SealedValue.nonceBytes + SealedValue.tagBytes

    init(_ value: SealedValue) { self.value = value }

    /// Nil for bytes that are not sealed.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        guard rest.starts(with: Self.mark), rest.count > Self.mark.count else { return nil }
        rest = rest.dropFirst(Self.mark.count)
        let length = Int(rest.removeFirst())
        guard rest.count >= length + SealedValue.nonceBytes + SealedValue.tagBytes,
            let keyID = String(validating: rest.prefix(length), as: UTF8.self)
        else { return nil }
        rest = rest.dropFirst(length)
        value = SealedValue(
            keyID: keyID,
            nonce: Array(rest.prefix(SealedValue.nonceBytes)),
            ciphertext: Array(rest.dropFirst(SealedValue.nonceBytes))
        )
    }

    var bytes: [UInt8] {
        Self.mark + [UInt8(clamping: value.keyID.utf8.count)] + Array(value.keyID.utf8) + value.nonce + value.ciphertext
    }
}
