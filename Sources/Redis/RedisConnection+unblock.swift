// SPDX-License-Identifier: Apache-2.0

extension RedisConnection {
    /// Ends the blocking command of another connection to the same server as if its blocking time were over.
    ///
    /// Returns whether there was one: false when `other` is not connected or blocks on nothing at this moment, as
    /// when its command has not reached the server yet.
    @discardableResult
    public func unblock(_ other: RedisConnection) async throws(RedisError) -> Bool {
        guard let id = other.clientID else { return false }
        return try await execute(RedisCommand("CLIENT", "UNBLOCK", .integer(id)), idempotent: true).int == 1
    }
}
