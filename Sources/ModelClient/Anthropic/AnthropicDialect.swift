// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// How Anthropic's messages are answered.
struct AnthropicDialect: ModelDialect {
    func read(whole body: JSONValue, into draft: inout AnswerDraft) {
        read(message: body, into: &draft)
        let blocks = body["content"]?.arrayValue ?? []
        draft.text += blocks.compactMap(Self.text).joined()
        draft.finishReason = body["stop_reason"]?.stringValue
    }

    func read(event: JSONValue, into draft: inout AnswerDraft) {
        switch event["type"]?.stringValue {
        case "message_start":
            if let message = event["message"] { read(message: message, into: &draft) }
        case "content_block_start":
            draft.text += event["content_block"].flatMap(Self.text) ?? ""
        case "content_block_delta" where event["delta"]?["type"]?.stringValue == "text_delta":
            draft.text += event["delta"]?["text"]?.stringValue ?? ""
        case "message_delta":
            draft.finishReason = event["delta"]?["stop_reason"]?.stringValue ?? draft.finishReason
            // The counts are those of the whole message; what an event leaves out stays as it was.
            if let usage = event["usage"] { draft.usage = TokenUsage(anthropic: usage, after: draft.usage) }
        case "error":
            draft.failure = AnthropicFailure(event, httpStatus: nil, headers: [:]).error
        default:
            break
        }
    }

    func meaning(ofFinishReason name: String) -> FinishReason {
        Self.stopReasons[name] ?? .unknown
    }

    func failure(_ response: HTTPTransportResponse) -> ModelError {
        AnthropicFailure(
            try? JSONValue(parsing: response.body),
            httpStatus: response.status.code,
            headers: response.headers
        ).error
    }

    private func read(message: JSONValue, into draft: inout AnswerDraft) {
        if draft.requestID == nil { draft.noteRequestID(message["id"]?.stringValue) }
        draft.model = message["model"]?.stringValue ?? draft.model
        if let usage = message["usage"] { draft.usage = TokenUsage(anthropic: usage, after: .zero) }
    }

    /// Thinking has blocks of other types.
    private static func text(_ block: JSONValue) -> String? {
        block["type"]?.stringValue == "text" ? block["text"]?.stringValue : nil
    }

    /// Those that anthropic 2.12.0 documents.
    private static let stopReasons: [String: FinishReason] = [
        "end_turn": .complete,
        "stop_sequence": .complete,
        "max_tokens": .truncated,
        "model_context_window_exceeded": .stopped(.contextWindow, "question and answer filled the model's window"),
        "refusal": .refused,
        "tool_use": .calledTool,
        "pause_turn": .calledTool,
    ]
}

extension TokenUsage {
    /// Reads `usage`, in which tokens from and for the cache come on top of those of the request.
    fileprivate init(anthropic usage: JSONValue, after earlier: TokenUsage) {
        let output = Self.count(usage["output_tokens"])
        let thinking = min(output, Self.count(usage["output_tokens_details"]?["thinking_tokens"]))
        guard usage["input_tokens"]?.intValue != nil else {
            self.init(prompt: earlier.prompt, completion: output - thinking, cached: earlier.cached, thinking: thinking)
            return
        }
        let cached = Self.count(usage["cache_read_input_tokens"])
        self.init(
            prompt: Self.count(usage["input_tokens"]) + cached + Self.count(usage["cache_creation_input_tokens"]),
            completion: output - thinking,
            cached: cached,
            thinking: thinking
        )
    }
}
