// SPDX-License-Identifier: Apache-2.0

public import JobQueue

extension RedisJobQueue {
    /// Looks whether everything in the queue agrees with everything else, slice by slice while the queue works on.
    ///
    /// - Parameters:
    ///   - mends: Whether to mend what can be mended; no job is lost by it.
    ///   - silence: How long a worker must not have been heard of to count as silent.
    ///   - onProgress: Told after each slice.
    public func audit(
        mends: Bool,
        silence: Duration = .seconds(90),
        onProgress: (QueueAudit) -> Void = { _ in }
    ) async throws(JobQueueError) -> QueueAudit {
        var auditor = QueueAuditor(queue: self, mends: mends, silence: silence)
        try await auditor.checkTypes()
        guard auditor.audit.defects == 0 else { return auditor.audit }
        try await auditor.checkJobs(onProgress)
        try await auditor.checkLetters(onProgress)
        try await auditor.checkWorkers(onProgress)
        return auditor.audit
    }
}
