// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with a configuration, an evaluation or feedback.
public struct LLMObsError: Error, Sendable, Hashable, CustomStringConvertible {
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
        /// The label is empty or holds a dot.
        public static let invalidLabel = Self(rawValue: "invalid_label")
        /// A number is not finite.
        public static let invalidValue = Self(rawValue: "invalid_value")
        /// The time lies before 1970.
        public static let invalidTimestamp = Self(rawValue: "invalid_timestamp")
        /// Span, tag, session or key to which an evaluation or feedback belongs is empty.
        public static let invalidTarget = Self(rawValue: "invalid_target")
        /// Whoever gave feedback has no id.
        public static let invalidSubmitter = Self(rawValue: "invalid_submitter")
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
