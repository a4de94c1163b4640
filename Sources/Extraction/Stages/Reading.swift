// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// What one answer said, and how well its numbers agree.
struct Reading: Sendable {
    let answer: ModelAnswer
    let reports: [TallyReport]
    var validation: ValidationReport
    /// The answer that the validation's second opinion is from.
    private(set) var opinion: ModelAnswer?

    init(answer: ModelAnswer, reports: [TallyReport], validation: ValidationReport) {
        self.answer = answer
        self.reports = reports
        self.validation = validation
    }

    /// Holds it against what another model has read.
    mutating func compare(with other: Reading, numbers: NumberLocale) {
        validation.secondOpinion = SecondOpinion(
            model: other.answer.model,
            on: reports,
            other: other.reports,
            numbers: numbers
        )
        opinion = other.answer
    }

    /// The failed sums, for the model to look at again.
    var faults: [String] {
        guard validation.hasData else {
            return ["has_results: no vote count was read"]
        }
        return validation.failures.map { check in
            "\(check.name): \(check.detail) (\(check.fields.prefix(10).joined(separator: ", ")))"
        }
    }

    /// What the call is told to have ended with where checks have failed. The rules' names only: their details hold numbers
    /// of the sheet.
    var contradiction: ExtractionError? {
        guard !validation.failures.isEmpty else { return nil }
        let rules = validation.failures.map(\.rule).removingDuplicates().prefix(10).joined(separator: ", ")
        return ExtractionError(.outputDomain, "the numbers contradict each other: \(rules)", stage: .validate)
    }

    func isBetter(than other: Reading) -> Bool {
        if validation.hasData != other.validation.hasData { return validation.hasData }
        return !evades(other) && validation.score > other.validation.score
    }

    /// Whether it lacks a form of the other, or numbers that a failed check of the other was about.
    ///
    /// Leaving out what contradicts the rest lets every remaining check pass, but corrects nothing.
    private func evades(_ other: Reading) -> Bool {
        let failed = Set(other.validation.failures.map(\.rule))
        return formCount < other.formCount
            || failed.contains { validation.skipped($0) > other.validation.skipped($0) }
    }

    /// How many different forms have counts.
    private var formCount: Int {
        let counted = reports.filter(\.hasData)
        let contests = counted.filter { $0.formInfo.formType == nil }
        return Set(counted.compactMap(\.formInfo.formType)).count + Set(contests).count
    }
}

extension ValidationReport {
    /// For how many reports the rule was not applicable.
    fileprivate func skipped(_ rule: String) -> Int {
        checks.count { $0.rule == rule && $0.outcome == .notApplicable }
    }
}

extension ExtractionError {
    /// What was wrong with an answer, place by place.
    var faults: [String] {
        let issues = (underlying as? ReportParsingError)?.issues ?? []
        return issues.isEmpty ? [message] : issues.map(\.description)
    }
}
