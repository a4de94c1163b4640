// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// A named rule that judges what a task made of a record, also if the task failed.
///
/// ```swift
/// let exact = Evaluator.boolean("exact") { $0.output == $0.expectedOutput }
/// ```
public struct Evaluator: Sendable {
    /// What its judgements are called; neither empty nor with a dot in it.
    public let name: String
    /// Which rule goes by that name, such as the model that is asked: what another version has said of a run's records counts
    /// no more when the run goes on with its state file.
    public var version = ""
    let judge: @Sendable (EvaluationSubject) async throws -> Judgement

    /// An evaluator with judgements of any type.
    public init(_ name: String, _ judge: @escaping @Sendable (EvaluationSubject) async throws -> Judgement) {
        self.name = name
        self.judge = judge
    }

    /// An evaluator that says yes (the good one) or no; nil where that has no meaning.
    public static func boolean(
        _ name: String,
        _ judge: @escaping @Sendable (EvaluationSubject) throws -> Bool?
    ) -> Evaluator {
        Evaluator(name) { subject in Judgement(try judge(subject).map { .boolean($0) }) }
    }

    /// An evaluator that gives a number, of which more is better; nil where that has no meaning.
    public static func score(
        _ name: String,
        _ judge: @escaping @Sendable (EvaluationSubject) throws -> Double?
    ) -> Evaluator {
        Evaluator(name) { subject in Judgement(try judge(subject).map { .score($0) }) }
    }

    /// An evaluator that says one of a few words; nil where that has no meaning.
    public static func categorical(
        _ name: String,
        _ judge: @escaping @Sendable (EvaluationSubject) throws -> String?
    ) -> Evaluator {
        Evaluator(name) { subject in Judgement(try judge(subject).map { .categorical($0) }) }
    }

    /// The judgement, checked; an error of the evaluator is part of the result.
    func evaluate(_ subject: EvaluationSubject) async -> EvaluatorOutcome {
        do {
            let judgement = try await judge(subject)
            if case .score(let score) = judgement.value, !score.isFinite {
                throw ExperimentError(.invalidExperiment, "The score of \(name) is \(score): give a finite number.")
            }
            return .judged(judgement)
        } catch {
            return .failed(RecordError(error))
        }
    }
}
