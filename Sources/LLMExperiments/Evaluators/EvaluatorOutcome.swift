// SPDX-License-Identifier: Apache-2.0

/// What came of one evaluator and one record: a judgement, or the evaluator's own failure.
public enum EvaluatorOutcome: Sendable, Hashable {
    /// What it says.
    case judged(Judgement)
    /// It failed; that counts in no average, and as an error of the run.
    case failed(RecordError)

    /// The judgement, if there is one.
    public var judgement: Judgement? {
        guard case .judged(let judgement) = self else { return nil }
        return judgement
    }

    /// Why there is none.
    public var error: RecordError? {
        guard case .failed(let error) = self else { return nil }
        return error
    }
}
