// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads a model's answer as tally reports: repairs slips, unwraps, and checks every field.
///
/// It never guesses: a number that is not clearly one is an issue, and a cut-off answer is an error.
public struct ReportParser: Sendable {
    /// A parser; it holds no state.
    public init() {}

    /// The reports of an answer, in order; an answer that is an empty list has none.
    ///
    /// Throws `.malformed` for broken, cut-off or contradictory JSON, and `.schema` with all issues otherwise.
    public func parse(_ text: String) throws(ReportParsingError) -> [TallyReport] {
        let reports = try Self.onlyAnswer(AnswerText.values(in: text))
        var reader = SchemaReader()
        let checked = reader.read(.array(reports), as: ReportSchema.reports, at: "$")
        try reader.throwIfFlawed()
        return (checked.arrayValue ?? []).map(TallyReport.init(checked:))
    }

    /// The one list of reports that the values give, or what speaks against it.
    private static func onlyAnswer(_ values: [JSONValue]) throws(ReportParsingError) -> [JSONValue] {
        guard let first = values.first else { throw .malformed("the answer holds no JSON") }
        let answers = values.compactMap { ReportUnwrapping.reports(in: $0) }
        let filled = answers.filter { !$0.isEmpty }
        guard let answer = filled.first ?? answers.first else { throw misfit(first) }
        if filled.allSatisfy({ $0 == answer }) { return answer }
        // One bare object after another is a list without its brackets; several lists contradict each other.
        guard values.allSatisfy({ $0.arrayValue == nil }), filled.allSatisfy({ $0.count == 1 }) else {
            throw .malformed("the answer holds \(filled.count) different lists of reports")
        }
        return filled.flatMap(\.self)
    }

    private static func misfit(_ value: JSONValue) -> ReportParsingError {
        var reader = SchemaReader()
        let reports = value.arrayValue ?? [value]
        _ = reader.read(.array(reports), as: ReportSchema.reports, at: "$")
        return ReportParsingError(
            kind: .schema,
            issues: reader.issues,
            message: "the answer's JSON holds no report"
        )
    }
}
