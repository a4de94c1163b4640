// SPDX-License-Identifier: Apache-2.0

import JSON

/// A job all of which is sealed, as far as it can be read without its key.
struct SealedEnvelope {
    /// With the engine's `run` member.
    private let bytes: [UInt8]
    /// The id in clear, where it is one.
    let jobID: String?
    /// What the engine remembers of it; nothing where that cannot be read.
    private(set) var run: JobRun

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let object = try? JSONValue(parsing: bytes)
        jobID = object?["id"]?.stringValue.flatMap { (1...128).contains($0.utf8.count) ? $0 : nil }
        run = object?["run"]?.objectValue.flatMap { try? JobRun(reading: $0) } ?? JobRun()
    }

    func opened(with seal: (any JobSeal)?) throws(SealError) -> [UInt8] {
        if let seal { return try SealedForm.opened(envelope: bytes, with: seal) }
        guard let key = SealedForm.keyID(ofJob: bytes) else {
            throw SealError(.broken, "the sealed envelope has not the form of one")
        }
        throw SealError(.keyMissing, "it is sealed with the key \(key.prefix(64)), and this worker has none")
    }

    /// How long it has been put off for want of its key.
    func waited(until now: Moment) -> Duration { now.since(run.waitingSince ?? now) }

    /// It as it waits in the store.
    func waiting(since moment: Moment) -> [UInt8] {
        var run = run
        run.waitingSince = run.waitingSince ?? moment
        return EnvelopeBytes(original: original).adding(run)
    }

    /// Without what the engine remembers of it.
    var original: [UInt8] { (try? EnvelopeBytes(removingRunFrom: bytes, limits: .standard).original) ?? bytes }
}
