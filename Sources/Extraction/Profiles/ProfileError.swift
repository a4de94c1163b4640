// SPDX-License-Identifier: Apache-2.0

/// What is wrong with the text of a profile.
public struct ProfileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Each fault with its path in the file, such as `checks[2].sum[0]`; at least one.
    public let issues: [SchemaIssue]

    /// An error as the reader of profiles makes it.
    public init(issues: [SchemaIssue]) {
        self.issues = issues
    }

    /// The faults, one a line.
    public var description: String {
        issues.map(\.description).joined(separator: "\n")
    }
}
