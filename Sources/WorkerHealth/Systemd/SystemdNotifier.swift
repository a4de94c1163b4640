// SPDX-License-Identifier: Apache-2.0

public import Logging
public import ServiceLifecycle

/// Tells systemd that the worker is ready, that it is alive, and that it ends.
///
/// Follows sd_notify(3) and sd_watchdog_enabled(3): `READY=1` when it starts, `WATCHDOG=1` each second, or more often if
/// `WATCHDOG_USEC` asks for it, as long as no worker is stuck, `STATUS=` with whether they take jobs, and `STOPPING=1`.
/// Without `NOTIFY_SOCKET` it does nothing.
public struct SystemdNotifier: Service {
    private let socket: SystemdSocket?
    private let watchdog: Duration?
    private let vitals: WorkerVitals
    private let logger: Logger

    /// Creates a notifier for what the environment says.
    public init(environment: [String: String], vitals: WorkerVitals, logger: Logger) {
        socket = environment["NOTIFY_SOCKET"].flatMap { SystemdSocket(path: $0) }
        watchdog = Self.watchdog(environment)
        self.vitals = vitals
        self.logger = logger
        if environment["NOTIFY_SOCKET"] != nil, socket == nil { logger.warning("NOTIFY_SOCKET cannot be used") }
    }

    /// Half of what systemd waits for at most, if it is this process that it watches.
    static func watchdog(_ environment: [String: String]) -> Duration? {
        guard let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0 else {
            return nil
        }
        guard environment["WATCHDOG_PID"].map({ Int32($0) == SystemdSocket.processID }) ?? true else { return nil }
        return .microseconds(microseconds) / 2
    }

    /// Notifies until shut down or cancelled. To be ended after the workers, so that it vouches for one that drains.
    public func run() async throws {
        guard let socket else {
            try? await gracefulShutdown()
            return
        }
        // Not only once it consumes: systemd would end a worker that waits for its Redis.
        socket.send("READY=1")
        await cancelWhenGracefulShutdown { await notify(socket) }
        // A worker without jobs ends before anyone looks.
        socket.send("STOPPING=1")
    }

    private func notify(_ socket: SystemdSocket) async {
        var status = ""
        while !Task.isCancelled {
            if vitals.liveness.isWell { socket.send("WATCHDOG=1") }
            let now = vitals.isClosing ? "STOPPING=1\nSTATUS=ending what runs" : "STATUS=\(vitals.readiness.summary)"
            if now != status { socket.send(now) }
            status = now
            try? await Task.sleep(for: min(watchdog ?? .seconds(1), .seconds(1)))
        }
    }
}
