// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with the tracer's configuration or its files.
public struct DatadogTracingError: Error, Sendable, CustomStringConvertible {
    /// The kind of mistake.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// A short name.
        public let rawValue: String

        /// A code of this name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A value of the configuration cannot be used.
        public static let invalidConfiguration = Self(rawValue: "invalid_configuration")
        /// A file cannot be read or written.
        public static let fileUnreadable = Self(rawValue: "file_unreadable")
        /// A trace file has a line that is not a trace.
        public static let malformedTrace = Self(rawValue: "malformed_trace")
    }

    /// The kind of mistake.
    public let code: Code
    /// What is wrong, where, and what to do about it.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
