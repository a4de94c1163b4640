// SPDX-License-Identifier: Apache-2.0

import Logging

/// Puts the job's ids on the run's logger and logs each run's end once, at a level that fits its severity. Whether a job
/// whose run failed is tried again the engine decides, which tells of those that it gives up.
public struct LoggingMiddleware: JobMiddleware {
    /// Creates the middleware.
    public init() {}

    /// Logs around the run.
    public func handle(_ context: JobContext, next: Next) async -> JobOutcome {
        var context = context
        context.logger[metadataKey: "job.id"] = "\(context.job.id)"
        context.logger[metadataKey: "job.delivery"] = "\(context.delivery)"
        context.logger[metadataKey: "job.attempt"] = "\(context.attempt)"
        let outcome = await next(context)
        log(outcome, context)
        return outcome
    }

    private func log(_ outcome: JobOutcome, _ context: JobContext) {
        var metadata: Logger.Metadata = [
            "job.duration_ms": "\(Moment.now.since(context.startedAt).milliseconds)"
        ]
        if let failure = outcome.failure {
            metadata["error.type"] = "\(failure.errorType)"
            metadata["error.stage"] = "\(failure.stage)"
            metadata["error.message"] = "\(failure.message)"
        }
        switch outcome {
        case .completed(let result):
            metadata["job.status"] = "\(result.status.rawValue)"
            context.logger.info("job done", metadata: metadata)
        case .release, .cancelled, .lost:
            metadata["job.status"] = "\(outcome.operationStatus)"
            context.logger.info("job left", metadata: metadata)
        case .retry(let failure, _, _) where failure.errorType == JobFailure.internalErrorType:
            context.logger.critical("run failed unexpectedly", metadata: metadata)
        case .retry:
            context.logger.warning("run failed", metadata: metadata)
        case .wait:
            context.logger.warning("job waits", metadata: metadata)
        case .deadLetter:
            context.logger.error("job failed for good", metadata: metadata)
        }
    }
}
