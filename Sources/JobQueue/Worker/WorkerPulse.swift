// SPDX-License-Identifier: Apache-2.0

/// What shows, at one moment, whether a worker does its work.
public struct WorkerPulse: Sendable, Hashable {
    /// Time since it last tried to beat, whether that got through or not; nil before the first try.
    public var sinceBeat: Duration?
    /// Time since a heartbeat got through; nil before the first.
    public var sinceBeatHeard: Duration?
    /// Time since the queue last answered a claim, or since there were slots again to claim for; nil before the first.
    public var sinceClaim: Duration?
    /// Whether it has no slot to claim for: it works, and takes no more.
    public var isFull = false
    /// Whether it was told to claim no more.
    public var isQuiet = false
    /// Whether it ends.
    public var isClosing = false

    /// Creates a pulse of which nothing is known yet.
    public init() {}

    /// Why the worker should be ended and started anew; nil if it should not.
    ///
    /// A queue that is out of reach is no reason: starting anew would not bring it back. A worker whose heartbeat no
    /// longer even tries is stuck.
    public func reasonToRestart(_ configuration: WorkerConfiguration) -> String? {
        guard let sinceBeat else { return nil }
        let limit = max(configuration.lease, configuration.heartbeatInterval * 3) + .seconds(30)
        guard sinceBeat > limit else { return nil }
        return "no heartbeat was tried for \(sinceBeat.wholeSeconds) s"
    }

    /// Why the worker takes no jobs now; nil if it consumes. A worker whose slots are all busy does.
    public func reasonNotConsuming(_ configuration: WorkerConfiguration) -> String? {
        if isClosing { return "the worker is shutting down" }
        if isQuiet { return "the worker was told to take no more jobs" }
        guard let sinceBeatHeard else { return "the queue has not been reached yet" }
        guard sinceBeatHeard <= configuration.lease else {
            return "no heartbeat got through for \(sinceBeatHeard.wholeSeconds) s"
        }
        guard !isFull else { return nil }
        guard let sinceClaim else { return "no claim was answered yet" }
        // A claim follows each blocking wait.
        guard sinceClaim <= configuration.waitTimeout * 2 + .seconds(10) else {
            return "no claim was answered for \(sinceClaim.wholeSeconds) s"
        }
        return nil
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int64 { components.seconds }
}
