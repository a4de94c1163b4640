// SPDX-License-Identifier: Apache-2.0

/// How long a streamed answer may keep us waiting.
public struct StreamingTimeouts: Sendable, Hashable {
    /// From sending the request to the first byte of the answer.
    public var firstByte: Duration
    /// Between one piece of the answer and the next.
    public var idle: Duration

    /// Makes timeouts.
    public init(firstByte: Duration = .seconds(60), idle: Duration = .seconds(30)) {
        self.firstByte = firstByte
        self.idle = idle
    }
}
