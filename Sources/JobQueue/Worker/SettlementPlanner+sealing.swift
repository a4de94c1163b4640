// SPDX-License-Identifier: Apache-2.0

import JSON

/// What jobs and results are as they lie in the store: sealed, where there is a seal.
extension SettlementPlanner {
    /// What the handler made, as it may lie in the store.
    func sealed(
        _ members: JSONObject,
        _ status: ResultEnvelope.Status,
        of jobID: String
    ) throws(SealError) -> JSONObject {
        guard let seal = configuration.seal else { return members }
        return try SealedForm.sealed(members, status: status.rawValue, of: jobID, with: seal)
    }

    /// A job as it goes back into the store.
    func bytes(of job: JobEnvelope) -> [UInt8] { EnvelopeBytes(original: original(of: job)).adding(job.run) }

    /// The producer's bytes, with the payload sealed where there is a seal. One that would be too long then stays as it is:
    /// nobody could read it any more.
    ///
    /// Where only sealed jobs are taken, a plain one is not made one of them, but sealed as a whole.
    func original(of job: JobEnvelope) -> [UInt8] {
        guard let seal = configuration.seal else { return job.original }
        if configuration.requiresSealed, !SealedForm.isSealed(payload: job.payload) {
            return whole(job.original, of: job.id) ?? job.original
        }
        guard let sealed = try? SealedForm.sealed(job: job.original, with: seal),
            sealed.count <= configuration.maximumEnvelopeBytes
        else { return job.original }
        return sealed
    }

    /// Bytes that nobody reads any more, sealed where there is a seal.
    func whole(_ bytes: [UInt8], of jobID: String?) -> [UInt8]? {
        guard let seal = configuration.seal, !bytes.isEmpty else { return nil }
        return try? SealedForm.sealed(envelope: bytes, of: jobID, with: seal)
    }
}
