// SPDX-License-Identifier: Apache-2.0

public import Logging

/// ``HTTPTransport`` over libcurl.
///
/// One dedicated thread drives all transfers; callers put their request in an inbox, wake the thread and suspend.
/// Connections are kept and used again, HTTP/2 is spoken where TLS negotiates it, certificates are always verified, and
/// proxies of the environment are not used. Call ``shutdown()`` at the end; a transport that is merely released shuts
/// itself down without waiting.
public final class CurlTransport: HTTPTransport {
    private let configuration: CurlTransportConfiguration
    private let inbox: TransferInbox

    /// Starts the transport's thread. Without resources for it, every request fails as after a shutdown.
    public init(configuration: CurlTransportConfiguration = .init(), logger: Logger) {
        self.configuration = configuration
        inbox = TransferInbox(capacity: max(1, configuration.maximumConcurrent) + max(0, configuration.maximumQueued))
        TransferLoop.start(inbox: inbox, configuration: configuration, logger: logger)
    }

    deinit {
        inbox.requestShutdown(nil)
    }

    /// What went through so far.
    public var statistics: CurlTransportStatistics { inbox.statistics }

    /// Sends the request; see ``HTTPTransport/send(_:)``.
    ///
    /// When this returns or throws, libcurl no longer works on the request.
    public func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        let order = try TransferOrder(request, configuration: configuration)
        let result: TransferResult = await withTaskCancellationHandler {
            await withCheckedContinuation { inbox.submit(order, $0) }
        } onCancel: {
            inbox.cancel(order)
        }
        return try result.get()
    }

    /// Fails all transfers with ``HTTPTransportError/Code/shutDown``, closes the connections and ends the thread.
    ///
    /// Returns when that is done. Later requests fail alike; later calls return at once.
    public func shutdown() async {
        await withCheckedContinuation { inbox.requestShutdown($0) }
    }
}
