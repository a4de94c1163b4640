// SPDX-License-Identifier: Apache-2.0

/// A rule of a profile: one of ours by its name, or one that is described there.
struct DeclaredCheck: Sendable, Hashable {
    enum Rule: Sendable, Hashable {
        /// One of ``Check/all``.
        case standard
        /// The numbers add up to the last one; in each row, where all of them are of rows.
        case sum(of: [ReportField], equals: ReportField)
        /// The numbers are the same.
        case equal([ReportField])
        /// The number is not above the limit; each row's, where it is of rows.
        case atMost(ReportField, limit: ReportField)
        /// None of the numbers is missing.
        case present([ReportField])
        /// Each report of a job gives the number alike.
        case sameInAllReports([ReportField])
    }

    let name: String
    let rule: Rule

    static let standard: [DeclaredCheck] = Check.all.map { DeclaredCheck(name: $0.name, rule: .standard) }

    /// The numbers that the rule looks at.
    var fields: [ReportField] {
        switch rule {
        case .standard: []
        case .sum(let parts, let whole): parts + [whole]
        case .equal(let fields), .present(let fields), .sameInAllReports(let fields): fields
        case .atMost(let field, let limit): [field, limit]
        }
    }

    /// The rule to evaluate; nil for a name that is none of ours.
    var check: Check? {
        switch rule {
        case .standard: Check.all.first { $0.name == name }
        case .sum(let parts, let whole):
            Check(name, group, vouches: vouches) { FieldRule.sum(parts, whole, $0) }
        case .equal(let fields):
            Check(name, group) { FieldRule.equal(fields, $0) }
        case .atMost(let field, let limit):
            Check(name, group) { FieldRule.atMost(field, limit, $0) }
        case .present(let fields):
            Check(name, .completeness) { FieldRule.present(fields, $0) }
        case .sameInAllReports(let fields):
            Check(name, .completeness) { FieldRule.sameInAllReports(fields, $0) }
        }
    }

    /// Whether the rule, when it is kept, speaks for every row's votes.
    private var vouches: Bool {
        guard case .sum(let parts, let whole) = rule else { return false }
        let votes = ReportField(path: "vote_results[].vote_count")
        return parts.contains { $0 == votes } && !whole.isOfRows
    }

    private var group: CheckGroup {
        if fields.contains(where: { $0.part == .voters }) { return .turnout }
        return fields.allSatisfy(\.isOfRows) ? .votes : .ballots
    }
}
