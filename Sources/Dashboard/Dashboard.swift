// SPDX-License-Identifier: Apache-2.0

import Glibc
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The web pages by which people watch a queue and manage its dead letters, and the API behind them.
public struct Dashboard: Service {
    private let site: Site
    private let logger: Logger
    private let onListening: @Sendable (_ address: String) async -> Void

    /// Creates a dashboard.
    ///
    /// - Parameter onListening: Called with its address once it accepts connections.
    /// - Throws: ``DashboardError`` where strangers could reach it.
    public init(
        configuration: DashboardConfiguration,
        sources: DashboardSources,
        logger: Logger,
        onListening: @escaping @Sendable (_ address: String) async -> Void = { _ in }
    ) throws(DashboardError) {
        try Self.check(configuration)
        site = Site(configuration: configuration, sources: sources, logger: logger)
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until shut down gracefully or cancelled; throws a ``DashboardError`` if it cannot listen.
    public func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw DashboardError(
                .cannotListen,
                "the dashboard cannot listen on \(site.configuration.host), port \(site.configuration.port): "
                    + "\(String(cString: strerror(error.errnoCode))); name another host or port"
            )
        }
        await site.bulk.stopAll()
    }

    private var application: some ApplicationProtocol {
        let (host, onListening) = (site.configuration.host, onListening)
        return Application(
            router: site.router(),
            server: .http1(configuration: Self.http),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: site.configuration.port),
                serverName: "vote-extractor",
                availableConnectionsDelegate: MaximumAvailableConnections(site.configuration.maximumConnections)
            ),
            services: [site.sampler],
            onServerRunning: { channel in
                let name = host.contains(":") ? "[\(host)]" : host
                await onListening("http://\(name):\(channel.localAddress?.port ?? 0)")
            },
            logger: logger
        )
    }

    private static var http: HTTP1Channel.Configuration {
        .init(
            idleTimeout: .seconds(60),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16 << 10,
                maxHeaderListSize: 32 << 10,
                maxHeaderFieldCount: 100
            )
        )
    }

    private static func check(_ configuration: DashboardConfiguration) throws(DashboardError) {
        if let token = configuration.token, token.utf8.count < DashboardConfiguration.minimumTokenLength {
            throw DashboardError(
                .weakToken,
                "the token has \(token.utf8.count) bytes; take at least \(DashboardConfiguration.minimumTokenLength) "
                    + "random ones, such as those of `openssl rand -hex 24`"
            )
        }
        let host = configuration.host.lowercased()
        guard configuration.token == nil, host != "localhost", host != "::1", !isLoopback(host) else { return }
        throw DashboardError(
            .exposed,
            "\(configuration.host) can be reached from other machines: give a token, or listen on 127.0.0.1"
        )
    }

    private static func isLoopback(_ host: String) -> Bool {
        Authority.isAddress(host) && host.hasPrefix("127.")
    }
}
