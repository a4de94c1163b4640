// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import ModelClient
import Tracing

/// Holds the numbers against each other; a failed check is a finding, not an error.
struct ValidateStage: Sendable {
    let validator: ReportValidator

    func run(_ reports: [TallyReport], context: JSONValue?) -> ValidationReport {
        LLMObs.task("validate_result") { task in
            let validation = withSpan("validation") { span in
                let validation = validator.validate(reports, context: context)
                span.describe(validation)
                return validation
            }
            task.apmSpan.attributes["task.name"] = "validate_result"
            task.apmSpan.attributes["task.success"] = true
            task.annotate(input: .array(reports.map(\.json)))
            task.annotate(output: validation.json)
            task.annotate(metrics: ["validation.score": validation.score])
            if let span = task.exported { submit(validation, on: reports, of: span) }
            return validation
        }
    }

    private func submit(_ validation: ValidationReport, on reports: [TallyReport], of span: LLMObs.ExportedSpan) {
        for verdict in validation.verdicts(on: reports, groups: validator.groups) {
            for evaluation in verdict.evaluations(of: span) {
                // Refused are only labels and values that these never have.
                try? LLMObs.submit(evaluation)
            }
        }
    }
}

extension Span {
    /// Names of rules only: their details hold numbers of the sheet.
    fileprivate func describe(_ validation: ValidationReport) {
        attributes["task.name"] = "validate_result"
        attributes["task.success"] = true
        attributes["validation.success"] = validation.passed
        attributes["validation.has_data"] = validation.hasData
        attributes["validation.checks_passed"] = validation.checksPassed
        attributes["validation.checks_total"] = validation.checksTotal
        attributes["validation.score"] = validation.score
        if !validation.failures.isEmpty {
            attributes["validation.error"] = names(validation.failures)
        }
        let skipped = validation.checks.filter { $0.passed == nil }
        if !skipped.isEmpty {
            attributes["validation.warning"] = "not applicable: \(names(skipped))"
        }
    }

    private func names(_ checks: [ValidationCheck]) -> String {
        checks.prefix(50).map(\.name).joined(separator: ",")
    }
}
