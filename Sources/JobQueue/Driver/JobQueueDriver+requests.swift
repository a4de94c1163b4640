// SPDX-License-Identifier: Apache-2.0

import Tracing

extension JobQueueDriver {
    /// Sends jobs, in order; each goes on with the trace that is current, if there is one.
    ///
    /// - Throws: ``JobQueueError``, before anything is sent if a request is not fit to be one (`invalid`). If the connection broke, it is open whether they were sent; they may be sent again
    ///   with their ids, and are done once.
    public func enqueue(_ requests: JobRequest...) async throws(JobQueueError) {
        try await enqueue(requests)
    }

    /// Sends jobs, in order; see ``enqueue(_:)-(JobRequest...)``.
    public func enqueue(_ requests: [JobRequest]) async throws(JobQueueError) {
        var context: [String: String] = [:]
        if let current = ServiceContext.current {
            InstrumentationSystem.instrument.inject(current, into: &context, using: HeaderInjector())
        }
        var envelopes: [[UInt8]] = []
        for request in requests { envelopes.append(try request.envelope(adding: context, enqueuedAt: .now)) }
        try await enqueue(envelopes)
    }
}
