// SPDX-License-Identifier: Apache-2.0

/// On whose behalf a job was enqueued (`user` of the envelope).
public struct JobUser: Sendable, Hashable {
    /// The user's id; becomes the `user.id` tag.
    public var id: String
    /// The user's role, if given; becomes the `user.role` tag.
    public var role: String?

    /// Creates a user.
    public init(id: String, role: String? = nil) {
        self.id = id
        self.role = role
    }
}
