// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Holds reports against the checksums that a tally sheet carries itself, and against what the job knew beforehand.
public struct ReportValidator: Sendable {
    private let checks: [Check]
    let numbers: NumberLocale

    /// A validator of a profile's checks; without one, of all that we have.
    public init(profile: ExtractionProfile? = nil) {
        checks = profile?.declaredChecks.compactMap(\.check) ?? Check.all
        numbers = profile?.numbers ?? .any
    }

    /// What each check is judged with in evaluations.
    var groups: [String: CheckGroup] {
        Dictionary(checks.map { ($0.name, $0.group) }, uniquingKeysWith: { first, _ in first })
    }

    /// Checks every rule on every report; without reports only `has_results` is there, failed.
    ///
    /// - Parameter context: `payload.context` of the job: `candidates` and `parties` (lists of `{number, name, party}`),
    ///   `eligible_voters` or `registered_voters`, `polling_station`. What is absent or of another shape is not used.
    public func validate(_ reports: [TallyReport], context: JSONValue? = nil) -> ValidationReport {
        guard !reports.isEmpty else { return Self.nothing }
        let known = ValidationContext(json: context)
        var results: [ValidationCheck] = []
        var comparesVotes = true
        for index in reports.indices {
            let subject = CheckSubject(
                report: reports[index],
                earlier: reports[..<index],
                isOnlyReport: reports.count == 1,
                context: known,
                numbers: numbers
            )
            let own = checks.map { Self.result(of: $0, on: subject, index: index) }
            let vouched = zip(checks, own).contains { $0.vouches && $1.outcome == .passed }
            comparesVotes = comparesVotes && (vouched || subject.report.comparesVotes(numbers))
            results += own
        }
        return ValidationReport(
            checks: results,
            hasData: reports.contains(where: \.hasData),
            comparesVotes: comparesVotes
        )
    }

    private static let nothing = ValidationReport(
        checks: [
            ValidationCheck(rule: Check.hasResults.name, outcome: .failed, detail: "no report", fields: ["reports"])
        ],
        hasData: false,
        comparesVotes: false
    )

    private static func result(of check: Check, on subject: CheckSubject, index: Int) -> ValidationCheck {
        let place = subject.isOnlyReport ? nil : index
        switch check.evaluate(subject) {
        case .passed(let detail):
            return ValidationCheck(rule: check.name, reportIndex: place, outcome: .passed, detail: detail)
        case .notApplicable(let detail):
            return ValidationCheck(rule: check.name, reportIndex: place, outcome: .notApplicable, detail: detail)
        case .failed(let detail, let fields):
            let paths = fields.map { "reports[\(index)].\($0)" }
            return ValidationCheck(
                rule: check.name,
                reportIndex: place,
                outcome: .failed,
                detail: detail,
                fields: paths
            )
        }
    }
}
