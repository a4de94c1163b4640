// SPDX-License-Identifier: Apache-2.0

/// The metadata keys of this module's log lines.
enum LogKey {
    static let endpoint = "redis.endpoint"
    static let error = "redis.error"
    static let pause = "redis.reconnect_pause"
}
