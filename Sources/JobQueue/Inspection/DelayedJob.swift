// SPDX-License-Identifier: Apache-2.0

/// A job that comes back later.
public struct DelayedJob: Sendable, Hashable {
    /// When it comes due, by the queue's clock.
    public var due: Moment
    /// The envelope's bytes.
    public var bytes: [UInt8]

    /// Creates a delayed job.
    public init(due: Moment, bytes: [UInt8]) {
        self.due = due
        self.bytes = bytes
    }
}
