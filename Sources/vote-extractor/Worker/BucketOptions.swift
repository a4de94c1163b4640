// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import CurlHTTP
public import Extraction
import ModelClient

/// Which buckets jobs may read. Keys come from the environment only, by the names that AWS's own programs use.
struct BucketOptions: ParsableArguments {
    @Option(
        help: """
            A bucket, or a folder in one, from which jobs may read s3: or gs: URIs, such as s3://scans/2026; may be \
            repeated (VOTE_EXTRACTOR_BUCKETS). For S3 with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, \
            AWS_REGION or AWS_DEFAULT_REGION, and AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL; for Google with \
            GOOGLE_APPLICATION_CREDENTIALS or GCE_METADATA_HOST.
            """
    )
    var bucket: [BucketRoot] = Settings.buckets.value

    /// Nil where no bucket may be read.
    func access(transport: any HTTPTransport) throws -> BucketAccess? {
        try Self.access(to: bucket, transport: transport)
    }

    /// With the keys of the environment; nil where there is no root.
    static func access(to roots: [BucketRoot], transport: any HTTPTransport) throws -> BucketAccess? {
        guard !roots.isEmpty else { return nil }
        return BucketAccess(
            roots: roots,
            s3: roots.contains { $0.scheme == .s3 } ? try s3() : nil,
            google: roots.contains { $0.scheme == .gs } ? try google(transport) : nil,
            transport: transport
        )
    }

    /// Where buckets of S3 are, unless somebody says otherwise.
    static let region = "us-east-1"

    private static func s3() throws -> S3Access {
        guard let keyID = Settings.awsKeyID.value, let secret = Settings.awsSecret.value else {
            throw ValidationError("--bucket s3://… needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        }
        let region = Settings.awsRegion.value ?? Settings.awsDefaultRegion.value ?? Self.region
        guard region.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }) else {
            throw ValidationError("AWS_REGION must be a region such as ap-southeast-1, not \(region.printable)")
        }
        let signature = AWSSignature(
            keyID: keyID,
            secret: secret,
            sessionToken: Settings.awsSessionToken.value,
            region: region
        )
        return S3Access(signature: signature, endpoint: Settings.s3URL.value ?? Settings.awsURL.value)
    }

    private static func google(_ transport: any HTTPTransport) throws -> GoogleStorageAccess {
        guard let credentials = try GoogleCredentials.configured(transport) else {
            throw ValidationError("--bucket gs://… needs GOOGLE_APPLICATION_CREDENTIALS or GCE_METADATA_HOST")
        }
        return GoogleStorageAccess(tokens: credentials.tokens)
    }
}

extension BucketRoot: ExpressibleByArgument {
    /// An address such as `s3://scans/2026`.
    public init?(argument: String) { self.init(argument) }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
