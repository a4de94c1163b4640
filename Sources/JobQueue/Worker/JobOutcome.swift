// SPDX-License-Identifier: Apache-2.0

/// How a run ended; the engine settles the delivery accordingly.
public enum JobOutcome: Sendable, Hashable {
    /// Done: the result goes to the results list.
    case completed(JobResult)
    /// Try again later. `after` is a floor for the wait (nil: the worker's backoff alone); a run that does not burn an
    /// attempt is not counted towards `max_attempts`.
    indirect case retry(JobFailure, after: Duration? = nil, burnsAttempt: Bool = true)
    /// Put off for want of something that has nothing to do with the job, such as a key or today's money: counted neither as
    /// an attempt nor as a run, but bounded by the job's deadline and ``WorkerConfiguration/longestWait``. `after` is a
    /// floor for the wait.
    indirect case wait(JobFailure, after: Duration)
    /// Cannot be done: becomes a dead letter, with a `failed` result (`expired` if that is the reason).
    indirect case deadLetter(JobFailure, reason: DeadLetterReason = .notRetryable)
    /// Give it back: it comes again after the worker's backoff. No attempt is burnt, but the run counts towards
    /// ``WorkerConfiguration/maximumRuns``. A worker that shuts down gives jobs back by itself, and these come at once.
    case release
    /// Ended on an operator's request, with a `cancelled` result.
    case cancelled
    /// Another worker has the job now: there is nothing to settle. Only the engine knows that; from anyone else it means
    /// ``release``.
    case lost

    /// The failure, if it ended in one.
    public var failure: JobFailure? {
        switch self {
        case .retry(let failure, _, _), .wait(let failure, _), .deadLetter(let failure, _): failure
        case .completed, .release, .cancelled, .lost: nil
        }
    }

    /// The outcome's name in the `operation.status` tag.
    var operationStatus: String {
        switch self {
        case .completed(let result): result.status.rawValue
        case .retry, .wait: "retry"
        case .deadLetter(_, let reason): reason == .expired ? "expired" : "failed"
        case .release: "released"
        case .cancelled: "cancelled"
        case .lost: "lost"
        }
    }
}
