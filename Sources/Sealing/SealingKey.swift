// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A key for sealing, with the name that sealed values call it by.
struct SealingKey: Sendable {
    let id: String
    let key: SymmetricKey

    static let bytes = 32

    /// Nil for an id that is not 1 to 64 letters, digits, `.`, `_` and `-`, or another length of the key.
    init?(id: String, key: [UInt8]) {
        guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy(Self.isPlain), key.count == Self.bytes else {
            return nil
        }
        self.id = id
        self.key = SymmetricKey(data: key)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
