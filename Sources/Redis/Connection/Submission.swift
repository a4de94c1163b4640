// SPDX-License-Identifier: Apache-2.0

/// A request on its way through the connection.
struct Submission {
    let request: PendingRequest

    /// How often it was in flight when a connection broke.
    var breaks = 0
}
