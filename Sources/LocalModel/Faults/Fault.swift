// SPDX-License-Identifier: Apache-2.0

/// Something that goes wrong on purpose.
enum Fault: Hashable, Sendable {
    /// An error answer with this HTTP status.
    case status(Int)
    /// A pause before the answer.
    case delay(Duration)
    /// An answer whose text is not JSON.
    case malformed
    /// An answer cut off as by the output limit.
    case truncated
    /// An HTTP body cut off in its middle.
    case brokenBody
    /// A candidate stopped for safety.
    case safety
    /// A prompt refused for safety.
    case promptBlocked
    /// A candidate without parts.
    case empty
    /// 429 with the time to wait.
    case rateLimit(retryAfter: Duration?)
    /// The connection is closed without an answer.
    case drop
}
