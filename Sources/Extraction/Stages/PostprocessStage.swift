// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import ModelClient
import Tracing

/// Reads reports out of a model's answer.
struct PostprocessStage: Sendable {
    let parser: ReportParser

    func run(_ text: String) async throws(ExtractionError) -> [TallyReport] {
        try await LLMObs.task("postprocess_result") { task in
            let span = task.apmSpan
            return await span.classifying { () throws(ExtractionError) in
                span.attributes["task.name"] = "postprocess_result"
                span.attributes["task.success"] = false
                span.attributes["output.format"] = "json"
                span.attributes["output.records_count"] = 0
                task.annotate(input: .string(text))
                let reports = try parse(text)
                span.attributes["output.records_count"] = reports.count
                span.attributes["task.success"] = true
                task.annotate(output: .array(reports.map(\.json)))
                return reports
            }
        }.get()
    }

    private func parse(_ text: String) throws(ExtractionError) -> [TallyReport] {
        let reports: [TallyReport]
        do throws(ReportParsingError) {
            reports = try parser.parse(text)
        } catch {
            throw ExtractionError(error)
        }
        guard reports.contains(where: { !$0.isBlank }) else {
            throw ExtractionError(
                .outputSchema,
                "the model found no tally report on the page(s); check that they are readable tally sheets",
                stage: .parse
            )
        }
        return reports
    }
}

extension TallyReport {
    /// Whether nothing at all was counted on the sheet.
    fileprivate var isBlank: Bool {
        voteResults.isEmpty && voterStatistics == VoterStatistics() && ballotStatistics == BallotStatistics()
    }
}
