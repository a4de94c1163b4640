// SPDX-License-Identifier: Apache-2.0

import LLMObservability
import ModelClient
import Tracing

/// Asks the models of a chain until one answers.
struct ModelStage: Sendable {
    let router: ModelRouter
    let retry: RetryConfiguration
    let timeout: Duration
    let streaming: StreamingTimeouts?
    /// After what time a second call is made beside the last one that is possible; nil for never.
    let hedgeAfter: Duration?
    let waiting: Waiting
    /// What the calls' spans say about their prompt.
    let prompt: LLMObs.Prompt

    /// One round of questions; every call is added to the log.
    func run(_ question: Question, log: RunLog) async throws(ExtractionError) -> ModelAnswer {
        try await withClassifiedSpan("vote_extraction.extract") { span throws(ExtractionError) in
            span.attributes["llm.model"] = question.models.first
            span.attributes["extraction.success"] = false
            span.attributes["extraction.files_processed"] = question.fileCount
            let before = log.usage.total
            defer { span.attributes["llm.tokens.total"] = log.usage.total - before }
            do throws(ExtractionError) {
                let filled = prompt.filled(with: question.prompt.variables)
                let answer = try await LLMObs.annotating(prompt: filled) { () async throws(ExtractionError) in
                    try await withFallback(question, log)
                }
                span.attributes["llm.model"] = answer.model
                span.attributes["extraction.success"] = true
                return answer
            } catch {
                span.attributes["extraction.error_code"] = error.errorClass.rawValue
                throw error
            }
        }
    }
}
