// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

/// How one form did in one group of checks.
struct CheckVerdict: Sendable {
    let group: CheckGroup
    /// Which form of the job, from 0.
    let form: Int
    let formType: FormType?
    /// The group's checks that were applicable; never empty.
    let checks: [ValidationCheck]

    private var failures: [String] { checks.filter { $0.outcome == .failed }.map(\.rule) }

    /// The verdict as evaluations of a span: passed or not, the share that passed, and which group it was.
    ///
    /// Only names of rules are told: their details hold numbers of the sheet.
    func evaluations(of span: LLMObs.ExportedSpan) -> [LLMObs.Evaluation] {
        let passed = checks.count - failures.count
        return [
            evaluation("validation_passed", .boolean(failures.isEmpty), of: span),
            evaluation("validation_score", .score(Double(passed) / Double(checks.count)), of: span),
            evaluation("validation_check_type", .categorical(group.rawValue), of: span),
        ]
    }

    private func evaluation(
        _ label: String,
        _ value: LLMObs.Evaluation.Value,
        of span: LLMObs.ExportedSpan
    ) -> LLMObs.Evaluation {
        var tags = ["validation_check_type": group.rawValue, "form": String(form)]
        tags["form_type"] = formType?.rawValue
        return LLMObs.Evaluation(
            label,
            value,
            of: .span(span),
            assessment: failures.isEmpty ? .pass : .fail,
            reasoning: failures.isEmpty ? nil : "failed: \(failures.joined(separator: ", "))",
            tags: tags,
            metadata: ["checks": .array(checks.map { .string($0.rule) })]
        )
    }
}

extension ValidationReport {
    /// For each form and each group of checks of which one was applicable.
    func verdicts(on reports: [TallyReport], groups: [String: CheckGroup]) -> [CheckVerdict] {
        let forms = Dictionary(grouping: checks.filter { $0.outcome != .notApplicable }) { $0.reportIndex ?? 0 }
        return forms.sorted { $0.key < $1.key }.flatMap { form, checks in
            CheckGroup.allCases.compactMap { group in
                let checks = checks.filter { groups[$0.rule] == group }
                guard !checks.isEmpty else { return nil }
                let formType = reports.indices.contains(form) ? reports[form].formInfo.formType : nil
                return CheckVerdict(group: group, form: form, formType: formType, checks: checks)
            }
        }
    }
}
