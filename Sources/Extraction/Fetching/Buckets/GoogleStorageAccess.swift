// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
public import ModelClient

/// Where Google's buckets are (by the XML API), and who asks.
public struct GoogleStorageAccess: Sendable {
    let tokens: any AccessTokenSource
    private let baseURL: String

    /// Makes an access.
    ///
    /// - Parameters:
    ///   - tokens: Of an account that may read the buckets.
    ///   - baseURL: Scheme and host in place of Google's.
    public init(tokens: any AccessTokenSource, baseURL: String = "https://storage.googleapis.com") {
        self.tokens = tokens
        self.baseURL = baseURL
    }

    func request(for object: BucketObject) async throws(ModelError) -> HTTPTransportRequest {
        HTTPTransportRequest(
            method: .get,
            url: "\(baseURL)/\(object.bucket)/\(object.encodedKey)",
            headers: [.authorization: "Bearer \(try await tokens.token())"]
        )
    }
}
