// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads a model's answer as tally reports: repairs slips, unwraps, and checks every field.
///
/// It never guesses: a number that is not clearly one is an issue, and a cut-off answer is an error.
public struct ReportParser: Sendable {
    private let schema: SchemaNode
    private let numbers: NumberLocale

    /// A parser for the answers of a profile's prompt; without one, for every member of a report and any way of writing
    /// numbers.
    public init(profile: ExtractionProfile? = nil) {
        schema = profile?.schema ?? ReportSchema.reports
        numbers = profile?.numbers ?? .any
    }

    /// The reports of an answer, in order; an answer that is an empty list has none.
    ///
    /// Throws `.malformed` for broken, cut-off or contradictory JSON, and `.schema` with all issues otherwise.
    public func parse(_ text: String) throws(ReportParsingError) -> [TallyReport] {
        let (values, areParted) = try AnswerText.values(in: text)
        let reports = try onlyAnswer(values, areParted: areParted)
        var reader = SchemaReader(numbers: numbers)
        let checked = reader.read(.array(reports), as: schema, at: "$")
        try reader.throwIfFlawed()
        return (checked.arrayValue ?? []).map(TallyReport.init(checked:))
    }

    /// The one list of reports that the values give, or what speaks against it.
    private func onlyAnswer(_ values: [JSONValue], areParted: Bool) throws(ReportParsingError) -> [JSONValue] {
        guard let first = values.first else { throw .malformed("the answer holds no JSON") }
        let answers = values.compactMap { ReportUnwrapping.reports(in: $0) }
        let filled = answers.filter { !$0.isEmpty }
        guard let answer = filled.first ?? answers.first else { throw misfit(first) }
        if filled.allSatisfy({ $0 == answer }) { return answer }
        // One bare object after another is a list without its brackets; several lists contradict each other.
        guard values.allSatisfy({ $0.arrayValue == nil }), filled.allSatisfy({ $0.count == 1 }) else {
            throw .malformed("the answer holds \(filled.count) different lists of reports")
        }
        let reports = filled.flatMap(\.self)
        // With words between them the later one may be meant in the place of the earlier.
        guard !areParted || Self.areDifferentForms(reports) else {
            throw .malformed("the answer holds \(reports.count) reports with words between them; write one list")
        }
        return reports
    }

    private static func areDifferentForms(_ reports: [JSONValue]) -> Bool {
        let types = reports.compactMap { $0["form_info"]?["form_type"]?.stringValue.map(FormType.init(written:)) }
        return types.count == reports.count && Set(types).count == types.count
    }

    private func misfit(_ value: JSONValue) -> ReportParsingError {
        var reader = SchemaReader(numbers: numbers)
        let reports = value.arrayValue ?? [value]
        _ = reader.read(.array(reports), as: schema, at: "$")
        return ReportParsingError(
            kind: .schema,
            issues: reader.issues,
            message: "the answer's JSON holds no report"
        )
    }
}
