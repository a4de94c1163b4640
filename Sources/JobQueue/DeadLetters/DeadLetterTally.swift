// SPDX-License-Identifier: Apache-2.0

/// How many dead letters there are of each kind.
public struct DeadLetterTally: Sendable, Hashable {
    /// What kinds are told apart by.
    public enum Facet: String, Sendable, Hashable, CaseIterable {
        /// The error class.
        case errorType = "class"
        /// Class, stage and message without what varies, see ``DeadLetter/fingerprint``.
        case fingerprint
        /// The step that failed.
        case stage
        /// Why the engine gave up.
        case reason
        /// The job's type.
        case type
        /// A model that one of the kept attempts asked; a letter may have several, or none.
        case model
        /// How long ago the job died, see ``DeadLetterAge``.
        case age
    }

    /// How many values of one facet are kept apart.
    static let mostValues = 10_000

    /// Letters counted.
    public private(set) var letters = 0
    /// Letters by facet and value.
    public private(set) var counts: [Facet: [String: Int]] = [:]
    /// What was counted of values beyond the first 10,000 of a facet.
    public private(set) var others: [Facet: Int] = [:]

    /// Creates an empty tally.
    public init() {}

    package mutating func add(letters count: Int) { letters += count }

    package mutating func add(_ count: Int, _ facet: Facet, _ value: String) {
        if counts[facet]?[value] == nil, counts[facet]?.count ?? 0 >= Self.mostValues {
            others[facet, default: 0] += count
        } else {
            counts[facet, default: [:]][value, default: 0] += count
        }
    }

    /// Adds what another one has counted.
    public mutating func add(_ other: DeadLetterTally) {
        letters += other.letters
        for (facet, values) in other.counts {
            for (value, count) in values { add(count, facet, value) }
        }
        others.merge(other.others, uniquingKeysWith: +)
    }

    /// The values of a facet with their counts, the most frequent first.
    public func ranking(_ facet: Facet) -> [(value: String, count: Int)] {
        (counts[facet] ?? [:]).map { (value: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }
}
