// SPDX-License-Identifier: Apache-2.0

/// The one way out over HTTP: a request in, a whole response out.
///
/// A response of any status is a response, not an error. ``CurlTransport`` is the real one; tests bring their own.
public protocol HTTPTransport: Sendable {
    /// Sends the request and returns the response with its whole body.
    ///
    /// Cancelling the task ends the exchange with the code ``HTTPTransportError/Code/cancelled``.
    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse
}
