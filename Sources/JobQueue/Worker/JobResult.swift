// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What a handler made of a job.
public struct JobResult: Sendable, Hashable {
    /// How far the result can be trusted.
    public enum Status: String, Sendable, Hashable {
        /// Done, every check passed.
        case succeeded
        /// Done, but a person should look at it.
        case needsReview = "needs_review"
    }

    /// How far the result can be trusted.
    public var status: Status
    /// The handler's members of the result envelope; the engine adds its own around them.
    public var members: JSONObject

    /// Creates a result.
    public init(status: Status = .succeeded, members: JSONObject = [:]) {
        self.status = status
        self.members = members
    }
}
