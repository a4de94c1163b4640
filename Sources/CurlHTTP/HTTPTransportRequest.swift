// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// A request with its body and the bounds of the exchange.
public struct HTTPTransportRequest: Sendable {
    /// The method; any token is allowed.
    public var method: HTTPRequest.Method
    /// An absolute `http` or `https` URL.
    public var url: String
    /// Headers, sent in order. `Content-Length` is computed and ignored here; `Transfer-Encoding` is refused.
    public var headers: HTTPFields
    /// The body, sent with its `Content-Length`; nil sends none.
    public var body: [UInt8]?
    /// A body that is made while it is sent; leave ``body`` nil with it.
    public var bodySource: (any HTTPBodySource)?
    /// Takes the body of a response with a status of success (2xx) as it comes in; the response's own body is then empty.
    ///
    /// Responses of any other status are gathered as without it. ``maximumResponseBytes`` bounds both.
    public var sink: (any HTTPBodySink)?
    /// Signs the request; leave out `Authorization`, bodies and redirects with it.
    public var signature: AWSSignature?
    /// How long to wait for what.
    public var timeouts: HTTPTimeouts
    /// The largest response body accepted, in bytes; a larger one fails the request.
    public var maximumResponseBytes: Int
    /// Connects to this Unix socket instead of the URL's host, which then only names the `Host` header.
    public var unixSocketPath: String?
    /// How many redirects are followed; with 0 a redirect is returned as the response.
    ///
    /// Headers given here go along to the new host, except `Authorization` and `Cookie`: do not follow redirects with a
    /// secret in another header.
    public var maximumRedirects: Int

    /// Creates a request.
    public init(
        method: HTTPRequest.Method = .get,
        url: String,
        headers: HTTPFields = [:],
        body: [UInt8]? = nil,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        maximumResponseBytes: Int = 16 * 1024 * 1024,
        unixSocketPath: String? = nil,
        maximumRedirects: Int = 0
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.maximumResponseBytes = maximumResponseBytes
        self.unixSocketPath = unixSocketPath
        self.maximumRedirects = maximumRedirects
    }
}
