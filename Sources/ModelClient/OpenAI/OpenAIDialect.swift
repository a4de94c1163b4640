// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// How chat completions are answered, by OpenAI and by those who speak the same.
struct OpenAIDialect: ModelDialect {
    func read(whole body: JSONValue, into draft: inout AnswerDraft) {
        read(body, message: body["choices"]?[0]?["message"], &draft)
    }

    func read(event: JSONValue, into draft: inout AnswerDraft) {
        read(event, message: event["choices"]?[0]?["delta"], &draft)
    }

    func meaning(ofFinishReason name: String) -> FinishReason {
        Self.finishReasons[name] ?? .unknown
    }

    func failure(_ response: HTTPTransportResponse) -> ModelError {
        let body = try? JSONValue(parsing: response.body)
        // Some servers put the members of the error at the top.
        return OpenAIFailure(
            body?["error"] ?? body,
            httpStatus: response.status.code,
            headers: response.headers
        ).error
    }

    private func read(_ body: JSONValue, message: JSONValue?, _ draft: inout AnswerDraft) {
        if let error = body["error"], !error.isNull {
            draft.failure = OpenAIFailure(error, httpStatus: nil, headers: [:]).error
            return
        }
        if draft.requestID == nil { draft.noteRequestID(body["id"]?.stringValue) }
        draft.model = body["model"]?.stringValue ?? draft.model
        if let usage = body["usage"], !usage.isNull { draft.usage = TokenUsage(openAI: usage) }
        draft.text += message?["content"]?.stringValue ?? ""
        if message?["refusal"]?.stringValue?.isEmpty == false { draft.isRefusal = true }
        draft.finishReason = body["choices"]?[0]?["finish_reason"]?.stringValue ?? draft.finishReason
    }

    /// Those that openai 3.54.0 documents.
    private static let finishReasons: [String: FinishReason] = [
        "stop": .complete,
        "length": .truncated,
        "content_filter": .filtered,
        "tool_calls": .calledTool,
        "function_call": .calledTool,
    ]
}

extension TokenUsage {
    /// Reads `usage`, in which the tokens of reasoning are part of those of the answer.
    fileprivate init(openAI usage: JSONValue) {
        let completion = Self.count(usage["completion_tokens"])
        let thinking = min(completion, Self.count(usage["completion_tokens_details"]?["reasoning_tokens"]))
        self.init(
            prompt: Self.count(usage["prompt_tokens"]),
            completion: completion - thinking,
            cached: Self.count(usage["prompt_tokens_details"]?["cached_tokens"]),
            thinking: thinking,
            total: usage["total_tokens"].map { Self.count($0) }
        )
    }
}
