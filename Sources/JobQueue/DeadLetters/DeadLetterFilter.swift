// SPDX-License-Identifier: Apache-2.0

/// Which dead letters are meant: those that fulfil every condition given.
///
/// The class, the fingerprint and the time of death are indexed. For the rest, letters are looked at one by one: narrow
/// them by an indexed condition where there are many.
public struct DeadLetterFilter: Sendable, Hashable {
    /// The error class, such as `llm.server`.
    public var errorType: String?
    /// The group of letters that are alike, see ``DeadLetter/fingerprint``.
    public var fingerprint: String?
    /// The step that failed.
    public var stage: String?
    /// Why the engine gave up.
    public var reason: DeadLetterReason?
    /// The job's type.
    public var type: String?
    /// The job's id.
    public var jobID: String?
    /// A model that one of the kept attempts asked.
    public var model: String?
    /// Tags that the job has, with these values.
    public var tags: [String: String] = [:]
    /// Died at this moment of the queue's clock or later.
    public var since: Moment?
    /// Died at this moment of the queue's clock or earlier.
    public var until: Moment?

    /// Creates a filter that lets every letter through.
    public init() {}

    /// The conditions that no index serves, as ``DeadLetterFacets/terms``.
    package var terms: Set<String> {
        var terms: Set<String> = []
        let plain = [("stage", stage), ("reason", reason?.rawValue), ("type", type), ("job", jobID), ("model", model)]
        for (name, value) in plain {
            if let value { terms.insert(DeadLetterFacets.term(name, value)) }
        }
        for (name, value) in tags { terms.insert(DeadLetterFacets.term("tag:\(name)", value)) }
        return terms
    }

    package func matches(_ facets: DeadLetterFacets, diedAt: Moment) -> Bool {
        (errorType.map { DeadLetterFacets.oneLine($0) == facets.errorType } ?? true)
            && (fingerprint.map { DeadLetterFacets.oneLine($0) == facets.fingerprint } ?? true)
            && terms.isSubset(of: facets.terms)
            && (since.map { diedAt >= $0 } ?? true)
            && (until.map { diedAt <= $0 } ?? true)
    }
}
