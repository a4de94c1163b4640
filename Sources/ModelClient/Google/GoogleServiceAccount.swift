// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import FoundationEssentials
import JSON

/// The key of a service account of Google Cloud, as its JSON file holds it.
public struct GoogleServiceAccount: Sendable {
    /// The project that the account belongs to, if the file says so.
    public let projectID: String?

    let email: String
    let keyID: String?
    let tokenURL: String
    private let key: _RSA.Signing.PrivateKey

    /// Reads the file; one that is no key of a service account is ``ErrorClass/auth``. The message never holds a part of it.
    public init(json bytes: [UInt8]) throws(ModelError) {
        guard let file = try? JSONValue(parsing: bytes), let email = file["client_email"]?.stringValue,
            let pem = file["private_key"]?.stringValue, let tokenURL = file["token_uri"]?.stringValue
        else {
            throw ModelError(
                .auth,
                "the service account's file must be JSON with client_email, private_key and token_uri"
            )
        }
        guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) else {
            throw ModelError(.auth, "the service account's private_key is no RSA key of at least 2,048 bits in PEM")
        }
        self.key = key
        self.email = email
        self.tokenURL = tokenURL
        keyID = file["private_key_id"]?.stringValue
        projectID = file["project_id"]?.stringValue
    }

    /// A signed statement (RFC 7523) that the token endpoint trades for an access token.
    func assertion(issuedAt now: Int64, scope: String) throws(ModelError) -> String {
        var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
        header["kid"] = keyID.map { .string($0) }
        let claims: JSONValue = [
            "iss": .string(email), "scope": .string(scope), "aud": .string(tokenURL), "iat": .integer(now),
            "exp": .integer(now + 3600),
        ]
        let signed = Self.encoded(JSONValue.object(header).serialized()) + "." + Self.encoded(claims.serialized())
        guard let signature = try? key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5) else {
            throw ModelError(.auth, "the service account's key cannot sign")
        }
        return signed + "." + Self.encoded(Array(signature.rawRepresentation))
    }

    /// Base64 for URLs, without padding.
    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
