// SPDX-License-Identifier: Apache-2.0

/// Work around every run, such as tracing or logging.
///
/// It shares the run's task, which is cancelled when the run is told to end: what it awaits after `next` must bear that.
/// The run's time limit counts from before the outermost middleware.
public protocol JobMiddleware: Sendable {
    /// What is within a middleware, which keeps to the caller's actor. Name it in `handle`: the type that it stands for is
    /// spelled differently in modules with and without the upcoming feature `NonisolatedNonsendingByDefault`.
    typealias Next = @Sendable (JobContext) async -> JobOutcome

    /// Does its work around `next`, which does that of the middleware within and runs the job.
    ///
    /// What the outermost middleware returns becomes of the job, and is written once it has returned. So a middleware may
    /// change the outcome, may do without `next`, in which case the job is not run, and may call it again, in which case
    /// the job is run again; it is settled once. It may pass on a changed context. Errors have become outcomes already.
    ///
    /// ``JobOutcome/release`` and ``JobOutcome/lost`` mean the same from a middleware as from a handler.
    func handle(_ context: JobContext, next: Next) async -> JobOutcome
}
