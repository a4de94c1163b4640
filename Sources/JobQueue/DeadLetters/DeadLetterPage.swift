// SPDX-License-Identifier: Apache-2.0

/// One page of dead letters.
public struct DeadLetterPage: Sendable {
    /// The letters, latest first.
    public var letters: [BuriedJob]
    /// Where to go on; nil on the last page.
    public var next: DeadLetterCursor?

    /// Creates a page.
    public init(letters: [BuriedJob], next: DeadLetterCursor?) {
        self.letters = letters
        self.next = next
    }
}
