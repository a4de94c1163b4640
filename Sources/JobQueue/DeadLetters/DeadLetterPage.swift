// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One page of dead letters' records.
public struct DeadLetterPage: Sendable {
    /// The letters' records (see ``DeadLetter/json``), latest first.
    public var records: [JSONObject]
    /// How many letters were looked at to find them.
    public var examined: Int
    /// Where to go on; nil on the last page. A page may hold fewer letters than were asked for, even none, and have one.
    public var next: DeadLetterCursor?

    /// Creates a page.
    public init(records: [JSONObject], examined: Int, next: DeadLetterCursor?) {
        self.records = records
        self.examined = examined
        self.next = next
    }
}
