// SPDX-License-Identifier: Apache-2.0

/// Where answers are kept for a while, so that the same question is not paid for twice.
public protocol ResultCache: Sendable {
    /// What was kept under a key; nil when there is nothing (any more), or when it cannot be had.
    func entry(_ key: String) async -> [UInt8]?

    /// Keeps bytes under a key. What cannot be kept is not: a run does not fail for that.
    func keep(_ entry: [UInt8], as key: String) async
}
