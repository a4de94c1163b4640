// SPDX-License-Identifier: Apache-2.0

/// How a request is signed for Amazon S3 and what speaks like it: AWS Signature Version 4.
///
/// libcurl signs the path as it stands in the URL, so every byte of it but letters, digits and `-._~/` must be
/// percent-encoded. Only requests without a body can be signed.
public struct AWSSignature: Sendable, Hashable {
    /// The name of the key.
    public var keyID: String
    /// The key; it never leaves this process.
    public var secret: String
    /// What comes with a key that is good for some hours.
    public var sessionToken: String?
    /// The region of the service, such as `ap-southeast-1`: letters, digits and hyphens.
    public var region: String

    /// Makes a signature.
    public init(keyID: String, secret: String, sessionToken: String? = nil, region: String) {
        self.keyID = keyID
        self.secret = secret
        self.sessionToken = sessionToken
        self.region = region
    }

    /// What `CURLOPT_AWS_SIGV4` is to be.
    var scope: String { "aws:amz:\(region):s3" }

    /// The headers that go with it. libcurl adds the hash of the body by itself only from 8.0 on.
    var headers: [(name: String, value: String)] {
        let hash = (name: "x-amz-content-sha256", value: Self.hashOfNothing)
        return [hash] + (sessionToken.map { [(name: "x-amz-security-token", value: $0)] } ?? [])
    }

    private static let hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
}
