// SPDX-License-Identifier: Apache-2.0

/// Rules that evaluations judge together.
enum CheckGroup: String, Sendable, CaseIterable {
    /// Is it all there, and from one sheet?
    case completeness
    /// Do the ballots add up?
    case ballots
    /// Do the voters agree with the ballots?
    case turnout
    /// Are the votes of each choice what the sheet says?
    case votes
}
