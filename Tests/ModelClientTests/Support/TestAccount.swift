// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import Foundation
import JSON
import TestSupport

/// A service account made for a test, with a real key.
enum TestAccount {
    /// Made once: finding the primes takes a while.
    static var key: _RSA.Signing.PrivateKey {
        get throws { try made.get() }
    }

    private static let made = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// The account's file.
    static func file(_ key: _RSA.Signing.PrivateKey, tokenURL: String) -> JSONValue {
        [
            "type": "service_account", "project_id": "a-project", "private_key_id": "key-1",
            "private_key": .string(key.pkcs8PEMRepresentation), "client_email": "robot@a-project.example",
            "client_id": "1", "token_uri": .string(tokenURL),
        ]
    }
}

/// The assertion in a token request.
struct Assertion {
    let grant: String
    let header: JSONValue
    let claims: JSONValue
    private let signed: String
    private let signature: Data

    init(_ request: RecordedHTTPRequest) throws {
        let members = request.text.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let form = Dictionary(members.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
        grant = (form["grant_type"] ?? "").removingPercentEncoding ?? ""
        let parts = (form["assertion"] ?? "").split(separator: ".").map(String.init)
        guard parts.count == 3 else { throw TestSupportError("no assertion in \(request.text.prefix(200))") }
        header = try JSONValue(parsing: Array(Self.decoded(parts[0])))
        claims = try JSONValue(parsing: Array(Self.decoded(parts[1])))
        signed = parts[0] + "." + parts[1]
        signature = Self.decoded(parts[2])
    }

    var lifetime: Int? {
        guard let issued = claims["iat"]?.intValue, let expires = claims["exp"]?.intValue else { return nil }
        return expires - issued
    }

    func isSigned(by key: _RSA.Signing.PrivateKey) throws -> Bool {
        key.publicKey.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: Data(signed.utf8),
            padding: .insecurePKCS1v1_5
        )
    }

    private static func decoded(_ text: String) -> Data {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/").replacing("%3D", with: "")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)) ?? Data()
    }
}
