// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Tracing

/// One call of a provider, inside its `llm.call` span.
struct ModelCall: Sendable {
    let provider: any ModelProvider
    let request: ModelRequest
    let prices: ModelPrices

    func run() async throws(ModelError) -> ModelResponse {
        try await LLMObs.llm("llm.call", model: request.model, provider: provider.vendor) { span in
            await span.apmSpan.classifying { () throws(ModelError) in
                describeQuestion(span)
                do throws(ModelError) {
                    let response = try await provider.generate(request)
                    span.apmSpan.attributes["tool.success"] = true
                    describeEnd(span, response.usage, response.finishReason, response.requestID)
                    span.annotate(output: [.assistant(response.text)])
                    return response
                } catch {
                    let error = error.told(to: request)
                    describeEnd(span, error.usage, error.finishReason, error.requestID)
                    throw error
                }
            }
        }.get()
    }

    private func describeQuestion(_ span: LLMObs.ModelCallSpan) {
        let sampling = request.sampling
        let tags: [String: String] = [
            "tool.name": provider.toolName, "tool.provider": provider.name, "tool.success": "false",
            "llm.model_name": request.model, "llm.model_provider": provider.vendor, "llm.provider": provider.name,
            "llm.temperature": String(sampling.temperature), "llm.max_tokens": String(sampling.maximumOutputTokens),
        ]
        span.apmSpan.updateAttributes { attributes in
            for (name, value) in tags { attributes[name] = value }
            attributes["llm.input_images"] = request.fileCount
        }
        span.annotate(input: request.messages)
        span.annotate(metadata: [
            "temperature": .double(sampling.temperature), "top_p": .double(sampling.topP),
            "top_k": .integer(Int64(sampling.topK)),
            "max_output_tokens": .integer(Int64(sampling.maximumOutputTokens)),
            "input_images": .integer(Int64(request.fileCount)), "streaming": .bool(request.streaming != nil),
        ])
    }

    private func describeEnd(
        _ span: LLMObs.ModelCallSpan,
        _ usage: TokenUsage,
        _ finishReason: String?,
        _ requestID: String?
    ) {
        if let finishReason {
            span.apmSpan.attributes["llm.finish_reason"] = finishReason
            span.annotate(metadata: ["finish_reason": .string(finishReason)])
        }
        if let requestID { span.annotate(metadata: ["request_id": .string(requestID)]) }
        guard usage != .zero else { return }
        span.apmSpan.describe(usage)
        span.annotate(usage: LLMObs.TokenUsage(usage))
        if usage.isEstimated { span.annotate(metadata: ["usage_estimated": true]) }
        guard let price = prices.price(of: request.model) else { return }
        span.apmSpan.attributes["llm.cost_usd"] = Double(price.cost(of: usage)) / 1e6
        span.annotate(cost: LLMObs.Cost(usage, price))
    }
}

extension Span {
    fileprivate func describe(_ usage: TokenUsage) {
        attributes["llm.tokens.prompt"] = usage.prompt
        attributes["llm.tokens.completion"] = usage.completion
        attributes["llm.tokens.total"] = usage.total
        if usage.cached > 0 { attributes["llm.tokens.cached"] = usage.cached }
        if usage.thinking > 0 { attributes["llm.tokens.thinking"] = usage.thinking }
        if usage.isEstimated { attributes["llm.tokens.estimated"] = true }
    }
}
