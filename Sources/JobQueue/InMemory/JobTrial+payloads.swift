// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobTrial {
    /// Runs a job with this payload until it has its result.
    ///
    /// - Parameters:
    ///   - payload: What the handler gets, once it was written as JSON and read again.
    ///   - middleware: Work around each run, the outermost first.
    ///   - configure: Changes the worker's configuration, such as its attempts or its time limit.
    ///   - handler: The handler of the job's type.
    /// - Throws: What `JSONEncoder` throws; ``JobQueueError`` if it has no result after 1,000 deliveries; `CancellationError`
    ///   if the task is cancelled.
    public static func run<Payload: Codable & SendableMetatype>(
        _ payload: Payload,
        middleware: [any JobMiddleware] = [],
        configure: (inout WorkerConfiguration) -> Void = { _ in },
        handler: @escaping @Sendable (Payload, JobContext) async throws -> JobOutcome
    ) async throws -> JobTrial {
        let request = try JobRequest(type: JobEnvelope.defaultType, encoding: payload)
        return try await run(
            ["payload": request.payload],
            middleware: middleware,
            configure: configure,
            handler: JobRegistry.decoding(for: handler)
        )
    }
}
