// SPDX-License-Identifier: Apache-2.0

/// What was counted of one slice of the dead letters.
public struct DeadLetterTallyPage: Sendable, Hashable {
    /// The counts.
    public var tally: DeadLetterTally
    /// How many letters were looked at.
    public var examined: Int
    /// Where to go on; nil after the last slice.
    public var next: DeadLetterCursor?

    /// Creates a page.
    public init(tally: DeadLetterTally, examined: Int, next: DeadLetterCursor?) {
        self.tally = tally
        self.examined = examined
        self.next = next
    }
}
