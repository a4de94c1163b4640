// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Tracing

extension ModelStage {
    /// Asks one model after the other, as far as the failures' policies allow.
    func withFallback(_ question: Question, _ log: RunLog) async throws(ExtractionError) -> ModelAnswer {
        try await withClassifiedSpan("extraction.with_fallback") { span throws(ExtractionError) in
            span.describe(question.models)
            var failures: [ModelError] = []
            for index in question.models.indices {
                do throws(ModelError) {
                    let answer = try await withRetry(question, index, log)
                    span.describe(answer, isFallback: answer.model != question.models[0])
                    return answer
                } catch {
                    failures.append(error)
                    span.attributes["extraction.\(index == 0 ? "primary" : "fallback").error"] =
                        error.errorClass.rawValue
                    guard error.allowsFallback(in: question) else { break }
                }
            }
            let error = deciding(failures)
            span.fail(error, type: failures.count == question.models.count ? "ExtractionFailure" : nil)
            throw error
        }
    }

    /// The failure that speaks for all: the first that a later run may not meet again, else the last. Budgets begin anew
    /// later than anything else passes.
    private func deciding(_ failures: [ModelError]) -> ExtractionError {
        let passing = failures.filter(\.isRetriable)
        let first = passing.first { $0.errorClass != .budgetExceeded } ?? passing.first
        guard let decisive = first ?? failures.last else {
            return ExtractionError(.internal, "no model is configured; set a default model", stage: .model)
        }
        var error = ExtractionError(decisive)
        if failures.count > 1 {
            error.message +=
                "; all \(failures.count) models failed: " + failures.map(\.errorClass.rawValue).joined(separator: ", ")
        }
        return error
    }
}

extension ModelError {
    /// Whether the next model may be asked after this failure.
    func allowsFallback(in question: Question) -> Bool {
        switch errorClass.policy.fallback {
        case .always, .early: true
        case .onlyIfAllowed: question.allowsSafetyFallback
        case .never: false
        }
    }
}

extension Span {
    fileprivate func describe(_ models: [String]) {
        attributes["extraction.model.primary"] = models.first
        if models.count > 1 {
            attributes["extraction.model.fallback"] = models[1]
        }
        attributes["extraction.fallback_used"] = false
        attributes["extraction.success"] = false
    }

    fileprivate func describe(_ answer: ModelAnswer, isFallback: Bool) {
        attributes["extraction.model.used"] = answer.model
        attributes["extraction.fallback_used"] = isFallback
        if isFallback {
            attributes["extraction.model.fallback"] = answer.model
        }
        attributes["extraction.success"] = true
    }
}
