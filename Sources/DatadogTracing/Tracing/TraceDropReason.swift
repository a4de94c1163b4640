// SPDX-License-Identifier: Apache-2.0

/// Why spans or chunks were dropped.
public struct TraceDropReason: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// A short name, fit for a metric's tag.
    public let rawValue: String

    /// A reason of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The same as `rawValue`.
    public var description: String { rawValue }

    /// A trace was not begun because too many are open.
    public static let tooManyOpenTraces = Self(rawValue: "too_many_open_traces")
    /// A trace holds too many finished spans.
    public static let traceTooLarge = Self(rawValue: "trace_too_large")
    /// A span was let go without an end.
    public static let neverEnded = Self(rawValue: "never_ended")
    /// A sampling rule rejected the trace and asked to discard it.
    public static let discardedByRule = Self(rawValue: "discarded_by_rule")
    /// Sampling rejected it; it is in the statistics that the tracer sends in place of the agent.
    public static let sampledOut = Self(rawValue: "sampled_out")
    /// The writer's queue was full.
    public static let queueFull = Self(rawValue: "queue_full")
    /// One chunk is larger than a payload may be.
    public static let payloadTooLarge = Self(rawValue: "payload_too_large")
    /// The receiver did not take it in time, or the file was not written.
    public static let sendFailed = Self(rawValue: "send_failed")
    /// The agent answered that it does not want the payload.
    public static let rejected = Self(rawValue: "rejected")
}
