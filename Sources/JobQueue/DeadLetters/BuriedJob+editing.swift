// SPDX-License-Identifier: Apache-2.0

import JSON

extension BuriedJob {
    /// The letter with other bytes as its job. The record keeps the producer's, and when they were edited.
    ///
    /// - Throws: `invalid` if the bytes are no envelope that a worker would read, or are another job's.
    public func edited(to bytes: [UInt8], at moment: Moment) throws(JobQueueError) -> BuriedJob {
        let job: JobEnvelope
        do {
            job = try JobEnvelope(decoding: bytes)
        } catch {
            throw JobQueueError(.invalid, error.message, underlying: error)
        }
        if let id = record["job_id"]?.stringValue, id != job.id {
            throw JobQueueError(.invalid, "`id` must stay \"\(id)\": a dead letter is of one job")
        }
        var edited = self
        edited.bytes = job.original
        edited.record["original"] = StoredBytes(original).json
        edited.record["edited_at"] = .string(moment.rfc3339)
        return edited
    }
}
