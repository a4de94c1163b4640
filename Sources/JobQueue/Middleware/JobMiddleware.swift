// SPDX-License-Identifier: Apache-2.0

/// Work around every run, such as tracing or logging.
///
/// It shares the run's task, which is cancelled when the run is told to end: what it awaits after `next` must bear that.
public protocol JobMiddleware: Sendable {
    /// Does its work around `next`, which runs the job and settles it.
    ///
    /// It may pass on a changed context. Errors have become outcomes already.
    func handle(
        _ context: JobContext,
        next: @Sendable (JobContext) async -> JobOutcome
    ) async -> JobOutcome
}
