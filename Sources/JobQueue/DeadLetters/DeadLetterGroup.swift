// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Dead letters that are alike.
public struct DeadLetterGroup: Sendable {
    /// What letters are grouped by.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The error class.
        case errorType = "class"
        /// Class, stage and message without what varies, see ``DeadLetter/fingerprint``.
        case fingerprint
    }

    /// The class or the fingerprint.
    public var name: String
    /// How many letters there are.
    public var count: Int
    /// When the earliest died.
    public var firstDiedAt: Moment
    /// When the latest died.
    public var lastDiedAt: Moment
    /// The latest letter's record.
    public var latest: JSONObject

    /// Creates a group.
    public init(name: String, count: Int, firstDiedAt: Moment, lastDiedAt: Moment, latest: JSONObject) {
        self.name = name
        self.count = count
        self.firstDiedAt = firstDiedAt
        self.lastDiedAt = lastDiedAt
        self.latest = latest
    }
}
