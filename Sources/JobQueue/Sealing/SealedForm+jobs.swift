// SPDX-License-Identifier: Apache-2.0

public import JSON

extension SealedForm {
    /// The id of the key that a job's payload, or all of the job, is sealed with; nil for a plain one.
    public static func keyID(ofJob bytes: [UInt8]) -> String? {
        guard let envelope = try? JSONValue(parsing: bytes) else { return nil }
        if isSealed(envelope: bytes) { return envelope[envelopeKey]?["kid"]?.stringValue }
        return envelope["payload"].flatMap { isSealed(payload: $0) ? keyID(of: $0) : nil }
    }

    /// A job's bytes with the payload as handlers get it; themselves if it is not sealed, or is no job. One that is sealed as a
    /// whole is opened first.
    public static func opened(job: [UInt8], with seal: any JobSeal) throws(SealError) -> [UInt8] {
        let job = try opened(envelope: job, with: seal)
        guard let envelope = try? JSONValue(parsing: job), let id = envelope["id"]?.stringValue,
            let payload = envelope["payload"], isSealed(payload: payload), let sealed = payload[key]
        else { return job }
        return replacingPayload(of: job, with: try seal.open(sealed, as: .payload, of: id))
    }

    /// A job's bytes with the payload sealed; themselves if it is sealed already, or is no job that has one.
    ///
    /// Which pages beside the queue the payload names stays clear, as `blobs`: they are kept as long as a dead letter.
    public static func sealed(job: [UInt8], with seal: any JobSeal) throws(SealError) -> [UInt8] {
        guard let envelope = try? JSONValue(parsing: job), let payload = envelope["payload"], !payload.isNull,
            !isSealed(payload: payload), let id = envelope["id"]?.stringValue
        else { return job }
        return replacingPayload(of: job, with: try sealed(payload: payload, of: id, with: seal))
    }

    /// A payload as it may lie in the store. Which pages beside the queue it names stays clear.
    public static func sealed(
        payload: JSONValue,
        of jobID: String,
        with seal: any JobSeal
    ) throws(SealError) -> JSONValue {
        let sealed = try seal.seal(payload, as: .payload, of: jobID)
        return [key: naming(BlobReferences(in: payload).references, beside: sealed)]
    }

    /// The other members stay byte for byte. Of several payloads, of which only one counts, none is left as it was.
    private static func replacingPayload(of job: [UInt8], with payload: JSONValue) -> [UInt8] {
        guard let members = try? JSONScanner.topLevelMembers(of: job) else { return job }
        let text = payload.serialized()
        var bytes = job
        for member in members.reversed() where member.key == "payload" {
            bytes.replaceSubrange(member.valueRange, with: text)
        }
        return bytes
    }
}
