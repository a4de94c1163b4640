// SPDX-License-Identifier: Apache-2.0

import JSON

extension SealedForm {
    static let envelopeKey = "sealed_envelope"

    /// What such an envelope begins with, so that a job need not be read to know that it is none.
    private static let beginning = Array(#"{"sealed_envelope":{"#.utf8)

    /// Whether all of a job is sealed.
    public static func isSealed(envelope: [UInt8]) -> Bool { envelope.starts(with: beginning) }

    /// Any bytes, sealed as a whole; themselves if they are so already. For jobs that cannot be read, and for those whose
    /// plain payload shall be known as such later.
    ///
    /// - Parameter jobID: The job's id where it is known; it stays clear, as do the pages that the bytes name.
    public static func sealed(
        envelope bytes: [UInt8],
        of jobID: String?,
        with seal: any JobSeal
    ) throws(SealError) -> [UInt8] {
        guard !isSealed(envelope: bytes) else { return bytes }
        let sealed = try seal.seal(StoredBytes(bytes).json, as: .envelope, of: jobID ?? "")
        var object: JSONObject = [envelopeKey: naming(BlobReferences(inText: bytes).references, beside: sealed)]
        object["id"] = jobID.map { .string($0) }
        return JSONValue.object(object).serialized()
    }

    /// The bytes that were sealed as a whole, with the engine's `run` member that stood beside them; themselves if they were
    /// not sealed so.
    public static func opened(envelope bytes: [UInt8], with seal: any JobSeal) throws(SealError) -> [UInt8] {
        guard isSealed(envelope: bytes) else { return bytes }
        guard let object = (try? JSONValue(parsing: bytes))?.objectValue, let sealed = object[envelopeKey],
            let inner = StoredBytes(try seal.open(sealed, as: .envelope, of: object["id"]?.stringValue ?? ""))
        else { throw SealError(.broken, "the sealed envelope has not the form of one") }
        guard let run = object["run"]?.objectValue.flatMap({ try? JobRun(reading: $0) }),
            let envelope = try? EnvelopeBytes(removingRunFrom: inner.bytes, limits: .standard)
        else { return inner.bytes }
        return envelope.adding(run)
    }
}
