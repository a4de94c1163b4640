// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// A whole response; of a chain of redirects, the last one.
public struct HTTPTransportResponse: Sendable, Hashable {
    /// The status; its reason phrase is not kept.
    public var status: HTTPResponse.Status
    /// The headers in order, repeated ones included; trailers are not kept.
    public var headers: HTTPFields
    /// The body, as sent: no content coding is asked for and none is undone.
    public var body: [UInt8]

    /// Creates a response.
    public init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
