// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

/// Content that was sealed, and with which key: as JSON
/// `{"alg": "A256GCM", "kid": "…", "nonce": "…", "ciphertext": "…"}`, where `ciphertext` ends with the tag of 16 bytes and
/// both are base64.
struct SealedValue: Sendable {
    let keyID: String
    let nonce: [UInt8]
    /// With the tag at its end.
    let ciphertext: [UInt8]

    static let algorithm = "A256GCM"
    static let nonceBytes = 12
    static let tagBytes = 16

    init(keyID: String, nonce: [UInt8], ciphertext: [UInt8]) {
        self.keyID = keyID
        self.nonce = nonce
        self.ciphertext = ciphertext
    }

    /// Nil for what has not this form.
    init?(_ json: JSONValue) {
        guard json["alg"]?.stringValue == Self.algorithm, let keyID = json["kid"]?.stringValue,
            let nonce = json["nonce"]?.stringValue.flatMap({ Data(base64Encoded: $0) }), nonce.count == Self.nonceBytes,
            let ciphertext = json["ciphertext"]?.stringValue.flatMap({ Data(base64Encoded: $0) }),
            ciphertext.count >= Self.tagBytes
        else { return nil }
        self.init(keyID: keyID, nonce: [UInt8](nonce), ciphertext: [UInt8](ciphertext))
    }

    var json: JSONValue {
        [
            "alg": .string(Self.algorithm), "kid": .string(keyID), "nonce": .string(Data(nonce).base64EncodedString()),
            "ciphertext": .string(Data(ciphertext).base64EncodedString()),
        ]
    }
}
