// SPDX-License-Identifier: Apache-2.0

import Dispatch
public import Metrics
public import ServiceLifecycle
import Synchronization

/// A back end of swift-metrics that sends to DogStatsD, the part of Datadog's agent that takes metrics.
///
/// Counters become counts (`c`), meters and gauges gauges (`g`), recorders and timers distributions (`d`; timers in
/// milliseconds unless they prefer another unit). Dimensions become tags. Values are gathered in the process and sent
/// every ``DogStatsDConfiguration/flushInterval`` from a thread of its own, so that nothing here ever waits; what
/// cannot be sent is dropped and counted in ``statistics``.
///
/// Characters that DogStatsD does not know become `_`. A metric that nobody holds any more is let go after a while.
public final class DogStatsDClient: Service {
    /// What was sent and dropped, and why.
    public let statistics = DogStatsDStatistics()
    let configuration: DogStatsDConfiguration
    let contexts: MetricContextMaker
    let registry = Mutex(MetricRegistry())
    private let observers = Mutex<[MetricObserver]>([])
    private let writer: Mutex<DatagramWriter>
    private let thread = DispatchQueue(label: "dogstatsd", qos: .utility)

    /// A client that sends nothing until it runs or is flushed.
    ///
    /// - Parameters:
    ///   - tags: put on every metric, unless it has a dimension of the same name.
    ///   - containerID: tells the agent which container the metrics come from.
    public init(configuration: DogStatsDConfiguration, tags: [(String, String)] = [], containerID: String? = nil) {
        self.configuration = configuration
        self.contexts = MetricContextMaker(tags: tags, containerID: containerID)
        self.writer = Mutex(DatagramWriter(configuration, statistics: statistics))
    }

    /// Has `read` called before a sending, to set metrics to what can only be asked for.
    ///
    /// It runs on the client's own thread and holds up all metrics for as long as it takes.
    ///
    /// - Parameters:
    ///   - interval: the least time between two calls; zero for one before every sending.
    ///   - read: gets the client, to make metrics with.
    public func observe(
        every interval: Duration = .zero,
        _ read: @escaping @Sendable (any MetricsFactory) -> Void
    ) {
        observers.withLock { $0.append(MetricObserver(interval: interval, read: read)) }
    }

    /// Sends what was gathered before this call, and comes back when that is done or has taken too long.
    public func flush() async {
        await withCheckedContinuation { continuation in
            let waiter = FlushWaiter(continuation)
            thread.async {
                self.send()
                waiter.resume()
            }
            let seconds = configuration.flushTimeout / .seconds(1)
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { waiter.resume() }
        }
    }

    /// Sends every interval until the service is stopped, and then once more.
    public func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            try? await cancelWhenGracefulShutdown { [configuration] in
                try await Task.sleep(for: configuration.flushInterval)
            }
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { break }
            await flush()
        }
        await flush()
    }

    private func send() {
        let now = ContinuousClock.now
        let due = observers.withLock { observers in
            observers.indices.compactMap { observers[$0].takeIfDue(at: now) }
        }
        for read in due { read(self) }
        sendGathered()
        registry.withLock { $0.sweep() }
    }

    /// A function of its own, so that the handlers are let go before the registry asks who holds them.
    private func sendGathered() {
        let handlers = registry.withLock { $0.handlers }
        writer.withLock { writer in
            for handler in handlers { handler.flush(to: &writer) }
            writer.finish()
        }
    }
}
