// SPDX-License-Identifier: Apache-2.0

import Crypto

extension SHA256 {
    /// The digest in lower-case hexadecimal.
    static func hexadecimal(of bytes: [UInt8]) -> String {
        hash(data: bytes).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
