// SPDX-License-Identifier: Apache-2.0

public import JobQueue

/// Name and bounds of one queue in Redis.
public struct RedisJobQueueConfiguration: Sendable {
    /// The queue's name; its keys begin with it in braces.
    public var queue = "vote-extraction"
    /// How much it keeps.
    public var limits = JobQueueLimits()
    /// How long an uploaded page is kept from when its job may run. Pages of a dead letter are kept as long as letters are.
    public var blobLifetime: Duration = .seconds(7 * 86_400)

    /// Creates a configuration with the defaults.
    public init() {}
}
