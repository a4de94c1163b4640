// SPDX-License-Identifier: Apache-2.0

import Glibc
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// A model server without a key: it speaks Gemini's `generateContent` and reads printed tally sheets with Tesseract.
///
/// It answers what it can read with certainty and null or nothing otherwise. Model names begin with `local-`.
public struct LocalModelServer: Service {
    private let configuration: LocalModelConfiguration
    private let logger: Logger
    private let onListening: @Sendable (LocalModelEndpoint) async -> Void

    /// - Parameter onListening: called for each address once it accepts connections.
    public init(
        configuration: LocalModelConfiguration = .init(),
        logger: Logger,
        onListening: @escaping @Sendable (LocalModelEndpoint) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until shut down gracefully or cancelled; throws a ``LocalModelError`` when no language is installed.
    public func run() async throws {
        let languages = try InstalledLanguages.partition(configuration.languages)
        if !languages.missing.isEmpty {
            logger.warning("languages are not installed", metadata: ["ocr.missing": "\(languages.missing)"])
        }
        let pool = OCRPool(
            languages: languages.installed,
            threads: configuration.concurrency,
            maximumWaiting: configuration.maximumWaiting
        )
        try await pool.start()
        do {
            try await serve(GenerateContentRoute(configuration: configuration, pool: pool, logger: logger))
        } catch {
            await pool.stop()
            throw (error as? IOError).map(cannotListen) ?? error
        }
        await pool.stop()
    }

    private func cannotListen(because error: IOError) -> LocalModelError {
        LocalModelError(
            .cannotListen,
            "the local model cannot listen on \(configuration.host), port \(configuration.port): "
                + "\(String(cString: strerror(error.errnoCode))); name another host or port"
        )
    }

    private func serve(_ route: GenerateContentRoute) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for address in addresses {
                let application = application(at: address, route)
                group.addTask { try await application.run() }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private var addresses: [BindAddress] {
        let tcp = BindAddress.hostname(configuration.host, port: configuration.port)
        return [tcp] + (configuration.unixSocketPath.map { [.unixDomainSocket(path: $0)] } ?? [])
    }

    private func application(at address: BindAddress, _ route: GenerateContentRoute) -> some ApplicationProtocol {
        let onListening = onListening
        let host = configuration.host
        return Application(
            router: route.router(),
            server: .http1(configuration: .init(idleTimeout: TimeAmount(configuration.idleTimeout))),
            configuration: .init(
                address: address,
                serverName: "local-model",
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maximumConnections)
            ),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port {
                    await onListening(.tcp(host: host, port: port))
                } else if let path = channel.localAddress?.pathname {
                    await onListening(.unixSocket(path: path))
                }
            },
            logger: logger
        )
    }
}
