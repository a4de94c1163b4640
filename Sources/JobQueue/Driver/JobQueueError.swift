// SPDX-License-Identifier: Apache-2.0

/// An operation on the queue that could not be carried out.
public struct JobQueueError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String
        private init(_ name: String) { description = name }

        /// The store cannot be reached or is not ready; worth trying again.
        public static let unavailable = Code("unavailable")
        /// The store refused the operation; trying again will not help until somebody mends it.
        public static let refused = Code("refused")
        /// The waiting task was cancelled.
        public static let cancelled = Code("cancelled")
        /// What was handed over cannot be taken, such as a job that cannot be read.
        public static let invalid = Code("invalid")
        /// What was handed over is larger than the store takes at once; nothing was done.
        public static let tooLarge = Code("too_large")
        /// The store answered something that this version does not understand.
        public static let unexpectedReply = Code("unexpected_reply")
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was wrong and what to do.
    public let message: String
    /// The store's own error, if any.
    public let underlying: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlying = underlying
    }

    /// True if the same call may succeed later.
    public var isRetriable: Bool { code == .unavailable }

    /// The message.
    public var description: String { message }
}
