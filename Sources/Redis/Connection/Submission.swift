// SPDX-License-Identifier: Apache-2.0

/// A request on its way through the connection.
struct Submission {
    let request: PendingRequest

    /// How often it was in flight when a connection broke.
    var breaks = 0

    /// Why the last server that got it did not run it.
    var refusal: RedisServerError?
}
