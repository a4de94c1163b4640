// SPDX-License-Identifier: Apache-2.0

/// What becomes of a trace that arrives in headers.
public enum ExtractionBehavior: String, Sendable, CaseIterable {
    /// The next span belongs to it.
    case `continue`
    /// The next span begins a trace of its own and links to it; baggage is kept.
    case restart
    /// Neither trace nor baggage is read.
    case ignore
}
