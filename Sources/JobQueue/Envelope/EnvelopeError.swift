// SPDX-License-Identifier: Apache-2.0

/// Why a job envelope could not be read.
///
/// The message names the member and the mend; it never quotes payload values.
public struct EnvelopeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of defect it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String
        private init(_ name: String) { description = name }

        /// The bytes are not one JSON value.
        public static let notJSON = Code("not_json")
        /// The bytes are JSON, but not an object.
        public static let notAnObject = Code("not_an_object")
        /// `id` is missing or is not a string of 1 to 128 characters.
        public static let badID = Code("bad_id")
        /// A known member has the wrong type or is out of range.
        public static let badMember = Code("bad_member")
        /// The envelope is larger than the configured limit.
        public static let tooLarge = Code("too_large")
        /// `version` is newer than this worker reads; such a job is parked, not buried.
        public static let newerVersion = Code("newer_version")
        /// All of it is sealed, with a key that is not at hand; such a job is parked, too, but not for ever: see
        /// ``WorkerConfiguration/longestWait``.
        public static let keyMissing = Code("key_missing")
        /// All of it is sealed, and was changed, or is another job's or queue's.
        public static let sealBroken = Code("seal_broken")
    }

    /// What kind of defect it is.
    public let code: Code
    /// What was wrong, where, and what to do.
    public let message: String
    /// The job's id where that much could be read.
    public let jobID: String?
    /// Whether a worker of another version, or with other keys, may still read it.
    let isForLater: Bool

    /// Creates an error.
    public init(_ code: Code, _ message: String, jobID: String? = nil) {
        self.init(code, message, jobID: jobID, isForLater: code == .newerVersion || code == .keyMissing)
    }

    init(_ code: Code, _ message: String, jobID: String?, isForLater: Bool) {
        self.code = code
        self.message = message
        self.jobID = jobID
        self.isForLater = isForLater
    }

    /// The message.
    public var description: String { message }

    static func tooLarge(_ count: Int, limit: Int, jobID: String?) -> EnvelopeError {
        EnvelopeError(
            .tooLarge,
            "the envelope has \(count) bytes, more than the limit of \(limit); "
                + "put documents into object storage or a blob and name them by URI",
            jobID: jobID
        )
    }

    func with(jobID: String?) -> EnvelopeError { EnvelopeError(code, message, jobID: jobID, isForLater: isForLater) }
}
