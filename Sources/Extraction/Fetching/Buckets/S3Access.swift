// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import HTTPTypes

/// Where S3's buckets are, and who asks.
public struct S3Access: Sendable {
    /// Key and region.
    public let signature: AWSSignature
    /// Scheme and host of a server that speaks like S3, such as MinIO; nil for Amazon.
    public let endpoint: String?

    /// Makes an access.
    public init(signature: AWSSignature, endpoint: String? = nil) {
        self.signature = signature
        self.endpoint = endpoint.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    func request(for object: BucketObject) -> HTTPTransportRequest {
        var request = HTTPTransportRequest(method: .get, url: "\(origin(object.bucket))/\(object.encodedKey)")
        request.signature = signature
        return request
    }

    /// Amazon wants the bucket in the host's name, but no certificate covers more than one label of it.
    private func origin(_ bucket: String) -> String {
        if let endpoint { return "\(endpoint)/\(bucket)" }
        let domain = signature.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let service = "s3.\(signature.region).\(domain)"
        return bucket.contains { "._".contains($0) } ? "https://\(service)/\(bucket)" : "https://\(bucket).\(service)"
    }
}
