// SPDX-License-Identifier: Apache-2.0

/// What a worker has for ending, and what it is given.
struct ShutdownTimes {
    let drainSeconds: Int
    /// What the orchestrator gives between SIGTERM and SIGKILL; nil where nobody has said.
    let graceSeconds: Int?

    /// What the grace time must leave beside the drain time: for what is given back and written last, and for telemetry.
    private static let leaveSeconds = 15

    /// What a call that ends at the last moment leaves for the rest of its job.
    private static let afterCall = 15

    /// So long that no call that was under way is cut off by a shutdown: it would be paid for, and made again elsewhere.
    static func drainSeconds(forCallsOf callSeconds: Int) -> Int { callSeconds + afterCall }

    /// The warning that a shutdown would be cut short, if it would.
    var warning: String? {
        guard let graceSeconds, graceSeconds < drainSeconds + Self.leaveSeconds else { return nil }
        return """
            running jobs may be killed at shutdown: --drain-seconds \(drainSeconds) and \(Self.leaveSeconds) more for what \
            follows do not fit into a grace time of \(graceSeconds) s; lower the one or raise the other
            """
    }
}
