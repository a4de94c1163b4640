// SPDX-License-Identifier: Apache-2.0

/// Whether a user of Redis may do what its role needs.
public struct RedisUserRights: Sendable, Hashable {
    /// The user's name.
    public let user: String
    /// The role: producer, consumer, worker, operator, doctor or scaler.
    public let role: String
    /// Commands that the user may not use, and keys that it may not reach, though the role needs them; none if all is well.
    public let missing: [String]
}
