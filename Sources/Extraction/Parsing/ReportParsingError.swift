// SPDX-License-Identifier: Apache-2.0

/// Why a model's answer could not be read as reports.
public struct ReportParsingError: Error, Hashable, CustomStringConvertible {
    /// The kind of flaw, which decides the error class.
    public struct Kind: RawRepresentable, Hashable, Sendable {
        /// Stable name.
        public let rawValue: String

        /// A kind of this name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The text holds no whole JSON value, even after repair.
        public static let malformed = Kind(rawValue: "malformed")

        /// The JSON is sound, but fields do not fit the report schema.
        public static let schema = Kind(rawValue: "schema")
    }

    /// What sort of flaw it is.
    public let kind: Kind

    /// The fields at fault (at most 50), for asking the model again; empty for `.malformed`.
    public let issues: [SchemaIssue]

    /// What is wrong, without any text of the answer: fit for logs.
    public let message: String

    /// An error as the parser makes it.
    public init(kind: Kind, issues: [SchemaIssue] = [], message: String) {
        self.kind = kind
        self.issues = issues
        self.message = message
    }

    /// Kind and message: fit for logs.
    public var description: String { "\(kind.rawValue): \(message)" }

    static func malformed(_ message: String) -> ReportParsingError {
        ReportParsingError(kind: .malformed, message: message)
    }
}
