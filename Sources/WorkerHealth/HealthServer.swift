// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// Answers those who watch a worker: `/livez`, `/readyz` and `/metrics`.
///
/// It tells nothing of any job, and takes nothing in. Let it end after the workers, so that a worker that drains can be
/// seen to be alive and not ready.
public struct HealthServer: Service {
    private let address: HealthAddress
    let vitals: WorkerVitals
    let metrics: PrometheusRegistry
    let process: ProcessMetrics
    let queues: QueueFigures
    private let logger: Logger
    private let onListening: @Sendable (HealthAddress) async -> Void

    /// Creates a server; it listens once it runs.
    ///
    /// - Parameters:
    ///   - metrics: What `/metrics` shows beside the process's own figures and the queues'.
    ///   - onListening: Called with the true port.
    public init(
        address: HealthAddress,
        vitals: WorkerVitals,
        metrics: PrometheusRegistry,
        queues: QueueFigures,
        logger: Logger,
        onListening: @escaping @Sendable (HealthAddress) async -> Void = { _ in }
    ) {
        self.address = address
        self.vitals = vitals
        self.metrics = metrics
        self.queues = queues
        self.logger = logger
        self.onListening = onListening
        process = ProcessMetrics()
    }

    /// Serves until shut down or cancelled; throws a ``HealthServerError`` if it cannot listen.
    public func run() async throws {
        let application = Application(
            router: router,
            server: .http1(configuration: Self.http(ConnectionLine(limit: 64))),
            configuration: .init(address: .hostname(address.host, port: address.port)),
            onServerRunning: { [address, onListening] channel in
                let port = channel.localAddress?.port ?? address.port
                await onListening(HealthAddress(host: address.host, port: port))
            },
            logger: Logger(label: "health") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await application.run()
        } catch let error as IOError {
            throw HealthServerError(address: address, reason: error)
        }
    }

    private static func http(_ line: ConnectionLine) -> HTTP1Channel.Configuration {
        .init(
            additionalChannelHandlers: [ConnectionLineHandler(line)],
            idleTimeout: .seconds(10),
            httpDecoderConfiguration: .init(maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10)
        )
    }
}
