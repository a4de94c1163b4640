// SPDX-License-Identifier: Apache-2.0

/// Work around every run, such as tracing or logging.
///
/// It shares the run's task, which is cancelled when the run is told to end: what it awaits after `next` must bear that.
public protocol JobMiddleware: Sendable {
    /// Does its work around `next`, which runs the job and hands its settlement over; that is written a moment later.
    ///
    /// It may pass on a changed context. Errors have become outcomes already. What it returns tells the middleware
    /// around it; what becomes of the job is decided by then.
    func handle(
        _ context: JobContext,
        next: @Sendable (JobContext) async -> JobOutcome
    ) async -> JobOutcome
}
