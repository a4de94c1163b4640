// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What another model read on the same pages, held against the result field by field.
public struct SecondOpinion: Sendable, Hashable {
    /// A field that the two models read differently.
    public struct Disagreement: Sendable, Hashable {
        /// Such as `reports[0].vote_results[3].vote_count`; a part that one of them lacks is named as a whole.
        public let field: String

        /// What the result says; null is nothing.
        public let value: JSONValue

        /// What the other model says.
        public let other: JSONValue
    }

    /// The other model; nil when there was none to ask.
    public let model: String?

    /// Fields that at least one of the two has read; 0 when the other could not be heard.
    public let fieldsCompared: Int

    /// Fields that differ, in the order of the reports.
    public let disagreements: [Disagreement]

    /// Compares two readings: numbers must be the same, names the same but for their spelling.
    ///
    /// Rows belong together that have the same number, or without numbers the same place. What only one has read is a
    /// disagreement.
    public init(model: String, on reports: [TallyReport], other: [TallyReport], numbers: NumberLocale = .any) {
        var comparison = ReportComparison(numbers: numbers)
        comparison.compare(reports, other)
        self.model = model
        fieldsCompared = comparison.compared
        disagreements = comparison.disagreements
    }

    /// An opinion that was wanted and not to be had.
    init(missingFrom model: String?) {
        self.model = model
        fieldsCompared = 0
        disagreements = []
    }

    /// Whether both have read the same.
    public var agrees: Bool { fieldsCompared > 0 && disagreements.isEmpty }

    /// The `second_opinion` member of a validation; names at most 100 fields.
    public var json: JSONValue {
        [
            "model": JSONValue(text: model),
            "agrees": .bool(agrees),
            "fields_compared": .integer(Int64(fieldsCompared)),
            "fields_disagreeing": .integer(Int64(disagreements.count)),
            "disagreements": .array(
                disagreements.prefix(Self.maximumListed).map {
                    ["field": .string($0.field), "value": $0.value, "other": $0.other]
                }
            ),
        ]
    }

    private static let maximumListed = 100
}
