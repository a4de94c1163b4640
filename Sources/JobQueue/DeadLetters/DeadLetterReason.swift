// SPDX-License-Identifier: Apache-2.0

/// Why the engine gave a job up.
public enum DeadLetterReason: String, Sendable, Hashable, CaseIterable {
    /// It failed as often as it may.
    case attemptsExhausted = "attempts_exhausted"
    /// Its error cannot be mended by running again.
    case notRetryable = "not_retryable"
    /// It took its worker down too often.
    case poison
    /// Its deadline passed.
    case expired
    /// Its envelope could not be read.
    case undecodable
}
