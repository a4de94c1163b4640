// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What one rule found in one report.
public struct ValidationCheck: Sendable, Hashable {
    /// How a check came out.
    public enum Outcome: Sendable, Hashable {
        /// The rule is kept.
        case passed

        /// The rule is broken.
        case failed

        /// A number it needs is missing.
        case notApplicable
    }

    /// The rule, such as `ballot_match`: the same for every report.
    public let rule: String

    /// Which report, from 0; nil for a job with less than two.
    public let reportIndex: Int?

    /// How it came out.
    public let outcome: Outcome

    /// The numbers compared, or what is missing; holds no other text of the sheet, and has a bounded length.
    public let detail: String

    /// Paths of the fields that do not agree, such as `reports[0].ballot_statistics.good_ballots`; empty unless failed.
    public let fields: [String]

    /// A result as the validator makes it.
    public init(rule: String, reportIndex: Int? = nil, outcome: Outcome, detail: String, fields: [String] = []) {
        self.rule = rule
        self.reportIndex = reportIndex
        self.outcome = outcome
        self.detail = detail
        self.fields = fields
    }

    /// The rule, preceded by its report where there are several: `ballot_match`, `reports[1].ballot_match`.
    public var name: String {
        reportIndex.map { "reports[\($0)].\(rule)" } ?? rule
    }

    /// True or false, or nil when not applicable.
    public var passed: Bool? {
        switch outcome {
        case .passed: true
        case .failed: false
        case .notApplicable: nil
        }
    }

    /// `{name, passed, detail}`; `passed` is null for a check that is not applicable.
    public var json: JSONValue {
        ["name": .string(name), "passed": passed.map(JSONValue.bool) ?? .null, "detail": .string(detail)]
    }
}
