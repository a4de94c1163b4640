// SPDX-License-Identifier: Apache-2.0

/// One page of dead letters with their jobs.
public struct BuriedJobPage: Sendable {
    /// The letters, latest first.
    public var letters: [BuriedJob]
    /// How many letters were looked at to find them.
    public var examined: Int
    /// Where to go on; nil on the last page. A page may hold fewer letters than were asked for, even none, and have one.
    public var next: DeadLetterCursor?

    /// Creates a page.
    public init(letters: [BuriedJob], examined: Int, next: DeadLetterCursor?) {
        self.letters = letters
        self.examined = examined
        self.next = next
    }
}
