// SPDX-License-Identifier: Apache-2.0

/// What went wrong with Redis.
public struct RedisError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; new kinds may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// The connection could not be set up at all.
        public static let connectionFailed = Code("connectionFailed")
        /// The connection broke while the command was in flight: whether the server ran it is unknown.
        public static let connectionLost = Code("connectionLost")
        /// The time for the command ended, waiting for a connection included. It may have run.
        public static let timedOut = Code("timedOut")
        /// The task was cancelled. The command may have run, or may still.
        public static let cancelled = Code("cancelled")
        /// The connection was closed by its owner.
        public static let closed = Code("closed")
        /// The server answered with an error, see ``RedisError/serverError``.
        public static let server = Code("server")
        /// Too many commands wait already; this one was not sent.
        public static let overloaded = Code("overloaded")
        /// The server's bytes, or the shape of its reply, are not what the protocol allows.
        public static let protocolViolation = Code("protocolViolation")
        /// The feature asked for does not exist here.
        public static let unsupported = Code("unsupported")
        /// A URL that cannot be read.
        public static let invalidURL = Code("invalidURL")
    }

    /// The kind of failure.
    public let code: Code

    /// What was wrong, where, and what to do. Holds no credentials and no arguments of commands.
    public let message: String

    /// The server's own error, with the code ``Code/server``.
    public let serverError: RedisServerError?

    /// Creates an error.
    public init(code: Code, message: String, serverError: RedisServerError? = nil) {
        self.code = code
        self.message = message
        self.serverError = serverError
    }

    /// Whether the same command may succeed later with nothing changed.
    ///
    /// Says nothing about whether it has run already: see ``Code/connectionLost`` and ``Code/timedOut``.
    public var isRetriable: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .timedOut, .overloaded: true
        case .server: serverError?.isRetriable ?? false
        default: false
        }
    }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
