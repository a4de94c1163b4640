// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What validation found in all reports of a job.
public struct ValidationReport: Sendable, Hashable {
    /// Every rule for every report, in order, applicable or not.
    public let checks: [ValidationCheck]

    /// Whether there is a vote count at all.
    public let hasData: Bool

    /// Whether something on the sheet vouches for the votes of every report: they add up to a total that is printed
    /// there, or each is there in words, too.
    ///
    /// Where there is neither, no check fails when a row is missing or a digit is misread.
    public let comparesVotes: Bool

    /// What a second model has read; nil when none was asked for.
    public internal(set) var secondOpinion: SecondOpinion?

    /// A report as the validator makes it.
    public init(checks: [ValidationCheck], hasData: Bool, comparesVotes: Bool) {
        self.checks = checks
        self.hasData = hasData
        self.comparesVotes = comparesVotes
    }

    /// Checks that failed.
    public var failures: [ValidationCheck] {
        checks.filter { $0.outcome == .failed }
    }

    /// How many checks passed.
    public var checksPassed: Int {
        checks.count { $0.outcome == .passed }
    }

    /// How many checks were applicable.
    public var checksTotal: Int {
        checks.count { $0.outcome != .notApplicable }
    }

    /// The share of the applicable checks that passed, 0 to 1; 0 when none was applicable.
    public var score: Double {
        checksTotal == 0 ? 0 : Double(checksPassed) / Double(checksTotal)
    }

    /// Whether there is data, something or a second model vouches for its votes, and nothing contradicts them.
    public var passed: Bool {
        hasData && failures.isEmpty && secondOpinion?.agrees ?? comparesVotes
    }

    /// Paths of all fields that two models read differently or that some failed check names, each once.
    public var disagreeingFields: [String] {
        ((secondOpinion?.disagreements ?? []).map(\.field) + failures.flatMap(\.fields)).removingDuplicates()
    }

    /// The `validation` member of a result.
    public var json: JSONValue {
        var object: JSONObject = [
            "passed": .bool(passed),
            "votes_compared": .bool(comparesVotes),
            "score": .double(score),
            "checks_passed": .integer(Int64(checksPassed)),
            "checks_total": .integer(Int64(checksTotal)),
            "disagreeing_fields": .array(disagreeingFields.map(JSONValue.string)),
            "checks": .array(checks.map(\.json)),
        ]
        object["second_opinion"] = secondOpinion?.json
        return .object(object)
    }
}
