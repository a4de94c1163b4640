// SPDX-License-Identifier: Apache-2.0

/// How much a queue keeps.
public struct JobQueueLimits: Sendable, Hashable {
    /// How long a finished id is remembered, so that the same job is not run again.
    public var deduplicationWindow: Duration = .seconds(86_400)
    /// How many finished ids are remembered at most.
    public var deduplicationCap = 1_000_000
    /// How long a wish to cancel counts for a job that may not have been there yet when it was made: one that is not known
    /// to be older. Of a job that was there, it counts until that has its answer.
    public var cancelWindow: Duration = .seconds(7 * 86_400)
    /// Results beyond which no more jobs are handed out until consumers catch up; 0 = no bound.
    public var resultsCap = 1_000_000
    /// The largest job that is handed out. Of a larger one workers get only the size, and bury it: its bytes would break
    /// them one after the other.
    public var deliveryBytes = 16 << 20
    /// Dead letters kept at most; the oldest go first and are counted.
    public var deadLettersCap = 1_000_000
    /// Bytes of dead letters, records and jobs together, kept at most; the oldest go first and are counted.
    public var deadLettersBytes = 4 << 30
    /// How long dead letters are kept: older ones go, and are counted, when others come.
    public var deadLettersAge: Duration = .seconds(90 * 86_400)

    /// Creates limits with the defaults.
    public init() {}
}
