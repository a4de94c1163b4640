// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Synchronization

/// How a transfer ends.
typealias TransferResult = Result<HTTPTransportResponse, HTTPTransportError>

/// A request that was checked, on its way from the caller to the loop.
///
/// The only object of a transfer that more than one thread holds: all is constant but the mark of cancellation.
final class TransferOrder: Sendable {
    let request: HTTPTransportRequest
    let url: RequestURL
    let headerLines: [String]
    let deadline: ContinuousClock.Instant
    private let cancellation = Atomic(false)

    /// Fails for what must not be handed to libcurl.
    init(_ request: HTTPTransportRequest, configuration: CurlTransportConfiguration) throws(HTTPTransportError) {
        deadline = .now + request.timeouts.total
        url = try RequestURL(request.url, allowsPlainHTTP: configuration.allowsPlainHTTP)
        headerLines = try RequestHeaderLines.make(for: request)
        self.request = request
        guard request.body == nil || request.bodySource == nil else {
            throw HTTPTransportError(code: .invalidRequest, message: "The request has two bodies; set one of them")
        }
        guard request.signature == nil || Self.isSignable(request, hasBody) else {
            throw HTTPTransportError(
                code: .invalidRequest,
                message: "A signed request has no body, no Authorization and follows no redirects"
            )
        }
        if let path = request.unixSocketPath { try Self.check(path, configuration.addressPolicy) }
    }

    var hasBody: Bool { request.body != nil || request.bodySource != nil }

    var bodyLength: Int { request.bodySource?.byteCount ?? request.body?.count ?? 0 }

    /// Set by a cancellation, which may come before the order has even reached the loop.
    var isCancelled: Bool { cancellation.load(ordering: .acquiring) }

    func markCancelled() {
        cancellation.store(true, ordering: .releasing)
    }

    private static func isSignable(_ request: HTTPTransportRequest, _ hasBody: Bool) -> Bool {
        !hasBody && request.maximumRedirects == 0 && !request.headers.contains(.authorization)
    }

    private static func check(_ socketPath: String, _ policy: AddressPolicy) throws(HTTPTransportError) {
        guard policy == .unrestricted else {
            throw HTTPTransportError(code: .addressRefused, message: "The address policy forbids Unix sockets")
        }
        // sun_path holds 108 bytes with its final NUL.
        guard (1...107).contains(socketPath.utf8.count), !socketPath.utf8.contains(0) else {
            throw HTTPTransportError(
                code: .invalidRequest,
                message: "A Unix socket path must have 1 to 107 bytes and no NUL"
            )
        }
    }
}
