// SPDX-License-Identifier: Apache-2.0

/// What one request to `/v0.6/stats` tells: buckets, and whose they are.
struct StatsPayload: Sendable {
    /// Empty unless the host is to be told.
    let hostName: String
    let env: String
    let version: String
    let service: String
    let runtimeID: String
    /// Counts the payloads of the process from 0 on.
    let sequence: Int
    let buckets: [StatsBucket]
}
