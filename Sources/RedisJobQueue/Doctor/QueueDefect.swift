// SPDX-License-Identifier: Apache-2.0

/// Something in a queue that contradicts something else: the work of a hand, a lost write or a mistake of ours.
public struct QueueDefect: Sendable, Hashable {
    /// What contradicts what.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A job in flight has no lease: nobody would ever take it over. Mended: its lease has ended.
        case jobWithoutLease = "job_without_lease"
        /// A job in flight has no owner. Mended: its owner is nobody, and its lease ends.
        case jobWithoutOwner = "job_without_owner"
        /// A started job's id may start again elsewhere. Mended: it is held.
        case startedJobWithoutRun = "started_job_without_run"
        /// Two deliveries were started under one job id. Mended: one of them counts as not started.
        case jobStartedTwice = "job_started_twice"
        /// An owner of nothing. Mended: removed.
        case ownerWithoutJob = "owner_without_job"
        /// An id held by nothing. Mended: removed.
        case runWithoutJob = "run_without_job"
        /// A lease on nothing. Mended: removed.
        case leaseWithoutJob = "lease_without_job"
        /// A job that is put off has no due time: it would never come back. Mended: it is due now.
        case delayedJobWithoutDue = "delayed_job_without_due"
        /// A due time of nothing. Mended: removed; there is no job to save.
        case dueWithoutJob = "due_without_job"
        /// A dead letter has lost its record. Mended: a new one says so; the job is whole.
        case letterWithoutRecord = "letter_without_record"
        /// A dead letter has lost its job. Mended: it can be read but not sent back.
        case letterWithoutJob = "letter_without_job"
        /// A dead letter would not be found by its conditions. Mended: it is.
        case letterWithoutIndex = "letter_without_index"
        /// A dead letter would not be listed. Mended: it is.
        case letterOutsideSet = "letter_outside_set"
        /// Conditions of a letter that is not there. Mended: removed.
        case strayFacets = "stray_facets"
        /// The index leads to a letter that is not there. Mended: removed.
        case staleIndex = "stale_index"
        /// A group's count is not that of its letters. Mended: it is.
        case groupMiscounted = "group_miscounted"
        /// The dead letters' bytes are not their sum. Mended: they are.
        case bytesMiscounted = "bytes_miscounted"
        /// A job in flight or put off, or a dead letter, has the number of a delivery still to come, which would overwrite
        /// it. Mended: counting goes on behind it.
        case deliveryCountBehind = "delivery_count_behind"
        /// A silent worker had received jobs and not claimed them. Mended: they are at the head of the line.
        case jobsOfSilentWorker = "jobs_of_silent_worker"
        /// The status of a worker that is not on the list. Mended: removed.
        case statusWithoutWorker = "status_without_worker"
        /// A key holds another type than the queue's, so that transitions fail. Not mended: look what it is.
        case wrongType = "wrong_type"
    }

    /// What contradicts what.
    public var kind: Kind
    /// The delivery, job, letter, group, worker or key concerned.
    public var subject: String
}
