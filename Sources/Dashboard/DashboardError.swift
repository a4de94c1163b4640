// SPDX-License-Identifier: Apache-2.0

/// Why a dashboard does not start.
public struct DashboardError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String
        private init(_ name: String) { description = name }

        /// It would listen beyond loopback without a token.
        public static let exposed = Code("exposed")
        /// The token is too short.
        public static let weakToken = Code("weak_token")
        /// The address is taken, or is not this machine's.
        public static let cannotListen = Code("cannot_listen")
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was wrong and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
