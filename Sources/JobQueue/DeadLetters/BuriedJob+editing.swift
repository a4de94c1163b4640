// SPDX-License-Identifier: Apache-2.0

import JSON

extension BuriedJob {
    /// The letter with other bytes as its job. The record keeps the producer's, and when they were edited.
    ///
    /// - Parameters:
    ///   - bytes: The envelope, its payload plain or sealed.
    ///   - moment: When it was edited.
    ///   - seal: Seals the payload, and the producer's bytes where they are plain; nil leaves both.
    /// - Throws: `invalid` if the bytes are no envelope that a worker would read, or are another job's; or if the payload is
    ///   plain, the letter's is not, and there is no seal.
    public func edited(
        to bytes: [UInt8],
        at moment: Moment,
        seal: (any JobSeal)? = nil
    ) throws(JobQueueError) -> BuriedJob {
        let job: JobEnvelope
        do {
            job = try JobEnvelope(decoding: bytes)
        } catch {
            throw JobQueueError(.invalid, error.message, underlying: error)
        }
        if let id = record["job_id"]?.stringValue, id != job.id {
            throw JobQueueError(.invalid, "`id` must stay \"\(id)\": a dead letter is of one job")
        }
        if seal == nil, !SealedForm.isSealed(payload: job.payload), let key = SealedForm.keyID(ofJob: self.bytes) {
            throw JobQueueError(
                .invalid,
                "the job is sealed with the key \(key), without which it would lie here plain"
            )
        }
        var edited = self
        do throws(SealError) {
            edited.bytes =
                try seal.map { seal throws(SealError) in
                    try SealedForm.sealed(job: job.original, with: seal)
                } ?? job.original
            edited.record["original"] = StoredBytes(try original(sealedWith: seal)).json
        } catch {
            throw JobQueueError(.invalid, "the job cannot be sealed: \(error.message)", underlying: error)
        }
        edited.record["edited_at"] = .string(moment.rfc3339)
        return edited
    }

    /// As a whole, so that it is byte for byte what the producer wrote when it is opened.
    private func original(sealedWith seal: (any JobSeal)?) throws(SealError) -> [UInt8] {
        guard let seal, SealedForm.keyID(ofJob: original) == nil else { return original }
        return try SealedForm.sealed(envelope: original, of: record["job_id"]?.stringValue, with: seal)
    }
}
