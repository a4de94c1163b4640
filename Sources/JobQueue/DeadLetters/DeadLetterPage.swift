// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One page of dead letters.
public struct DeadLetterPage: Sendable {
    /// The letters' records (see ``DeadLetter/json``), latest first.
    public var records: [JSONObject]
    /// Where to go on; nil on the last page.
    public var next: DeadLetterCursor?

    /// Creates a page.
    public init(records: [JSONObject], next: DeadLetterCursor?) {
        self.records = records
        self.next = next
    }
}
