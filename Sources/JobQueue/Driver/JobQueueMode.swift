// SPDX-License-Identifier: Apache-2.0

/// What a queue hands out, as operators set it while it runs.
public enum JobQueueMode: String, Sendable, Hashable, CaseIterable {
    /// Everything.
    case open
    /// Nothing; what runs goes on.
    case paused
    /// Only what was begun, retries included; once that has come to its end, the queue holds nothing but untouched jobs, some
    /// of them put off by their producers.
    case draining
}
