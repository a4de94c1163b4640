// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMExperiments
import Synchronization

/// The rules by which readings of sheets are judged.
enum SheetEvaluators {
    /// All but the judge: the first that of the numbers, the last four those of the guide.
    static let all: [Evaluator] = [
        .boolean("exact_match") { subject in
            SheetComparison(subject).map { $0.hasRightNumbers && subject.error == nil }
        },
        .score("votes_accuracy") { SheetComparison($0)?.accuracy(.votes) },
        .score("totals_accuracy") { SheetComparison($0)?.accuracy(.totals) },
        .score("words_accuracy") { SheetComparison($0)?.accuracy(.words) },
        .score("names_accuracy") { SheetComparison($0)?.accuracy(.names) },
        .score("form_accuracy") { SheetComparison($0)?.accuracy(.form) },
        // A sheet that was not read, or goes to a person, does no harm.
        .boolean("no_silent_error") { subject in SheetVerdict(subject).map { $0 != .acceptedWrong } },
        .categorical("verdict") { SheetVerdict($0)?.rawValue },
        .boolean("exact_form_match") { subject in
            SheetComparison(subject).map { $0.scored(.form).allSatisfy(\.isRight) && subject.error == nil }
        },
        .score("ballot_accuracy_score") { subject in
            let cells =
                SheetComparison(subject)?.scored(.totals).filter { $0.path.contains("ballot_statistics.") } ?? []
            return cells.isEmpty ? nil : Double(cells.count { $0.isRight }) / Double(cells.count)
        },
        .categorical("vote_results_quality") { SheetComparison($0)?.accuracy(.votes).map(quality) },
        .boolean("has_no_errors") { $0.error == nil && $0.output?["error"] == nil },
    ]

    private static func quality(_ accuracy: Double) -> String {
        switch accuracy {
        case 1: "excellent"
        case 0.9...: "good"
        case 0.5...: "fair"
        default: "poor"
        }
    }

    static let judgeName = "names_judge"

    /// Asks a model whether names and texts mean the same, which comparing letters cannot tell.
    static func judge(model: String, ask: @escaping @Sendable (String) async throws -> String) -> Evaluator {
        var judge = Evaluator.judge(
            judgeName,
            rubric: """
                The output is what was read off an election tally sheet; expected is what is on it. Judge only names of \
                candidates, parties and places: do they mean the same ones, whatever the spelling, order or script? \
                Numbers are judged by others.
                """,
            scale: .score(0...1, passing: 0.9),
            ask: ask
        )
        judge.version = model
        return judge
    }
}

/// What became of a sheet: were the numbers right, and did the checks tell?
enum SheetVerdict: String {
    case acceptedRight = "accepted, right"
    case acceptedWrong = "accepted, wrong"
    case reviewRight = "review, right"
    case reviewWrong = "review, wrong"
    case failed = "failed"

    /// Nil if nobody knows what is right.
    init?(_ subject: EvaluationSubject) {
        guard subject.error == nil else {
            self = .failed
            return
        }
        guard let comparison = SheetComparison(subject) else { return nil }
        let isAccepted = subject.output?["status"]?.stringValue == "succeeded"
        switch (isAccepted, comparison.hasRightNumbers) {
        case (true, true): self = .acceptedRight
        case (true, false): self = .acceptedWrong
        case (false, true): self = .reviewRight
        case (false, false): self = .reviewWrong
        }
    }
}

extension SheetComparison {
    /// Nil if nobody knows what is right.
    fileprivate init?(_ subject: EvaluationSubject) {
        guard let expected = subject.expectedOutput else { return nil }
        self = RecentComparisons.shared.comparison(of: expected, subject.output)
    }
}

/// The comparisons of the sheets that are judged just now: each rule asks for the same one.
private final class RecentComparisons: Sendable {
    static let shared = RecentComparisons()
    private static let maximum = 8
    private let recent = Mutex<[(expected: JSONValue, output: JSONValue?, comparison: SheetComparison)]>([])

    func comparison(of expected: JSONValue, _ output: JSONValue?) -> SheetComparison {
        let known = recent.withLock { $0 }.first { $0.expected == expected && $0.output == output }
        if let known { return known.comparison }
        let comparison = SheetComparison(expected: expected, output: output)
        recent.withLock { $0 = Array(([(expected, output, comparison)] + $0).prefix(Self.maximum)) }
        return comparison
    }
}
