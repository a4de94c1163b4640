// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// How far a record is whose task has ended.
struct RecordProgress: Sendable, Hashable {
    private(set) var result: RecordResult
    /// Whether Datadog has taken its span.
    private(set) var hasArrived = false
    /// The evaluators whose words about that span the platform has taken.
    private var told: Set<String> = []

    init(_ result: RecordResult) {
        self.result = result
    }

    /// Whether one of these evaluators has to be asked still, or once more since it failed.
    func waits(for evaluators: [String]) -> Bool {
        evaluators.contains { result.evaluations[$0]?.judgement == nil }
    }

    /// Those of these evaluators whose words the platform has not taken.
    func untold(of evaluators: [String]) -> [String] {
        evaluators.filter { result.evaluations[$0] != nil && !told.contains($0) }
    }

    mutating func judge(by evaluator: String, _ outcome: EvaluatorOutcome) {
        guard result.evaluations[evaluator] != outcome else { return }
        result.evaluations[evaluator] = outcome
        told.remove(evaluator)
    }

    /// What this evaluator has said counts no more.
    mutating func forget(_ evaluator: String) {
        result.evaluations[evaluator] = nil
        told.remove(evaluator)
    }

    mutating func retell(as span: LLMObs.ExportedSpan) {
        result.span = span
        hasArrived = false
        told = []
    }

    /// A span that came after another one had taken its place says nothing.
    mutating func arrive(_ spanID: String) {
        if result.span?.spanID == spanID { hasArrived = true }
    }

    mutating func tell(_ evaluators: [String], of spanID: String) {
        if result.span?.spanID == spanID { told.formUnion(evaluators) }
    }
}
