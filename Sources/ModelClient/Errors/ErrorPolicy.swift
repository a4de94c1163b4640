// SPDX-License-Identifier: Apache-2.0

/// What to do about a failure of one class.
public struct ErrorPolicy: Sendable, Hashable {
    /// When the next model of the chain is asked.
    public enum Fallback: Sendable, Hashable {
        /// Another model would not help.
        case never
        /// Once the retries on this model are used up, or the wait would be beyond patience.
        case always
        /// At once when there is another model; this model's retries are for when there is none.
        case early
        /// As `always`, but only for a job that says another model may be asked.
        case onlyIfAllowed
    }

    /// When a later run of the same job may help.
    public enum Requeue: Sendable, Hashable {
        /// It would end the same.
        case never
        /// The run is not a failed one: what was read becomes a result that a person must look at.
        case review
        /// One further run, such as for a signed URL that may be renewed.
        case once
        /// After the queue's backoff.
        case afterBackoff
        /// Not before the time that came with the error, the gate's opening or the quota's reset; as long as jobs may wait.
        case notBefore
        /// When a budget begins anew; never where the error names no such time.
        case nextWindow
        /// When somebody has given the workers what they lack; meanwhile it waits, as long as jobs may wait.
        case whenMended
        /// After a long wait: the cause is unknown.
        case slowly
        /// Back to the queue as it was, as long as jobs may wait: the fault is not the job's.
        case release
    }

    /// What a failure tells the breaker of its model, or of its file's server; see ``CircuitBreaker``.
    public enum Breaker: Sendable, Hashable {
        /// Nothing: the provider was not heard.
        case ignores
        /// That the provider answers.
        case proves
        /// That calls come too fast.
        case slows
        /// That the provider fails; several in a row open the circuit.
        case counts
        /// That no call can succeed for now.
        case opens
    }

    /// How many further calls to the same model one run may make; 0 means none.
    public let sameModelRetries: Int
    /// Whether and when the next model is asked within the same run.
    public let fallback: Fallback
    /// Whether and when the job runs again.
    public let requeue: Requeue
    /// Whether the failed run counts toward the job's maximum of attempts.
    public let burnsAttempt: Bool
    /// What the failure tells the breaker of its model, or of its file's server.
    public let breaker: Breaker

    /// Makes one row of the policy table.
    public init(
        sameModelRetries: Int,
        fallback: Fallback,
        requeue: Requeue,
        burnsAttempt: Bool,
        breaker: Breaker = .ignores
    ) {
        self.sameModelRetries = sameModelRetries
        self.fallback = fallback
        self.requeue = requeue
        self.burnsAttempt = burnsAttempt
        self.breaker = breaker
    }

    /// Whether a later run of the job may succeed.
    public var isRetriable: Bool { requeue != .never && requeue != .review }

    /// Whether a later run of the job may succeed after an error that names this wait.
    public func allowsLaterRun(after wait: Duration?) -> Bool {
        isRetriable && (requeue != .nextWindow || wait != nil)
    }
}
