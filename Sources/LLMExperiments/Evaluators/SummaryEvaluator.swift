// SPDX-License-Identifier: Apache-2.0

/// A named rule that judges all results of a run together.
public struct SummaryEvaluator: Sendable {
    /// What its judgement is called; neither empty nor with a dot in it.
    public let name: String
    let judge: @Sendable ([RecordResult]) async throws -> Judgement

    /// An evaluator that sees the results in the order of the dataset.
    public init(_ name: String, _ judge: @escaping @Sendable ([RecordResult]) async throws -> Judgement) {
        self.name = name
        self.judge = judge
    }

    func evaluate(_ results: [RecordResult]) async -> EvaluatorOutcome {
        do { return .judged(try await judge(results)) } catch { return .failed(RecordError(error)) }
    }
}
