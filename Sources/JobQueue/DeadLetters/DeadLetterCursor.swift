// SPDX-License-Identifier: Apache-2.0

/// A place in the list of dead letters, stable while letters come and go.
public struct DeadLetterCursor: Sendable, Hashable {
    /// When the letter died that comes before the place.
    package let diedAt: Moment
    /// That letter's id.
    package let id: String

    package init(diedAt: Moment, id: String) {
        self.diedAt = diedAt
        self.id = id
    }
}

extension DeadLetterCursor: LosslessStringConvertible {
    /// Reads what ``description`` wrote, as for the next page of a web list; nil if it is something else.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let died = Int(parts[0]), parts[0].utf8.count <= 15 else { return nil }
        self.init(diedAt: Moment(milliseconds: died), id: String(parts[1]))
    }

    /// One word without spaces.
    public var description: String { "\(diedAt.milliseconds).\(id)" }
}
