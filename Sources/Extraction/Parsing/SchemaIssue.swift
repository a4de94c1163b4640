// SPDX-License-Identifier: Apache-2.0

/// One field that does not fit the report schema.
public struct SchemaIssue: Sendable, Hashable, CustomStringConvertible {
    /// Where, as a JSON path into the list of reports: `$[0].vote_results[3].vote_count`.
    public let path: String

    /// What was expected and what was there; holds up to 40 characters of the sheet's text, so keep it out of logs.
    public let message: String

    /// An issue at a path.
    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    /// Path and message; not for logs, as the message.
    public var description: String { "\(path): \(message)" }
}
