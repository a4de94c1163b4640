// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Holds reports against the checksums that a tally sheet carries itself, and against what the job knew beforehand.
public struct ReportValidator: Sendable {
    /// A validator; it holds no state.
    public init() {}

    /// Checks every rule on every report; without reports only `has_results` is there, failed.
    ///
    /// - Parameter context: `payload.context` of the job: `candidates` and `parties` (lists of `{number, name, party}`),
    ///   `eligible_voters` or `registered_voters`, `polling_station`. What is absent or of another shape is not used.
    public func validate(_ reports: [TallyReport], context: JSONValue? = nil) -> ValidationReport {
        guard !reports.isEmpty else { return Self.nothing }
        let known = ValidationContext(json: context)
        let checks = reports.indices.flatMap { index in
            let subject = CheckSubject(report: reports[index], earlier: reports[..<index], context: known)
            return Check.all.map { Self.result(of: $0, on: subject, index: index, isOnly: reports.count == 1) }
        }
        return ValidationReport(
            checks: checks,
            hasData: reports.contains(where: \.hasData),
            comparesVotes: reports.allSatisfy(\.comparesVotes)
        )
    }

    private static let nothing = ValidationReport(
        checks: [
            ValidationCheck(rule: Check.hasResults.name, outcome: .failed, detail: "no report", fields: ["reports"])
        ],
        hasData: false,
        comparesVotes: false
    )

    private static func result(of check: Check, on subject: CheckSubject, index: Int, isOnly: Bool) -> ValidationCheck {
        let place = isOnly ? nil : index
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
