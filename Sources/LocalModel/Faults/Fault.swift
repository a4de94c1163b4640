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
    /// An answer that is JSON, but no list of reports.
    case wrongShape
    /// An answer with one vote more than the sheet has.
    case miscount
    /// An answer that runs in circles.
    case loop
    /// An HTTP body cut off in its middle.
    case brokenBody
    /// An HTTP body that stops in its middle, on a connection that stays open.
    case stall
    /// A candidate stopped for safety.
    case safety
    /// A candidate without parts that stopped for this reason, in Gemini's words.
    case finish(String)
    /// A prompt refused for safety.
    case promptBlocked
    /// A candidate without parts.
    case empty
    /// 429 with the time to wait.
    case rateLimit(retryAfter: Duration?)
    /// 429 since the day's quota is used up.
    case dailyQuota
    /// 400 since the question has more tokens than the model takes.
    case tooManyTokens
    /// The connection is closed without an answer.
    case drop
}
