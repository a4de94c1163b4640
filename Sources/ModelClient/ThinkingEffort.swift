// SPDX-License-Identifier: Apache-2.0

/// How much a model may think before it answers. Thinking is paid for like the answer, and counts toward its tokens.
public enum ThinkingEffort: String, Sendable, Hashable, CaseIterable {
    /// As little as the provider lets one ask for.
    case minimal
    /// A little.
    case low
    /// Some.
    case medium
    /// Much.
    case high
}
