// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// How `generateContent` and `streamGenerateContent` answer: an event of a stream looks like a whole answer.
struct GeminiDialect: ModelDialect {
    /// Whether a 429 that names no quota means that the provider's shared capacity is used up, as on Vertex AI.
    let sharesCapacity: Bool

    func read(whole body: JSONValue, into draft: inout AnswerDraft) {
        read(event: body, into: &draft)
    }

    func read(event: JSONValue, into draft: inout AnswerDraft) {
        // Gateways write out what is absent.
        if let error = event["error"], !error.isNull {
            draft.failure = GeminiFailure(error, httpStatus: nil, headers: [:], sharesCapacity).error
            return
        }
        draft.noteRequestID(event["responseId"]?.stringValue)
        draft.model = event["modelVersion"]?.stringValue ?? draft.model
        draft.blockReason = event["promptFeedback"]?["blockReason"]?.stringValue ?? draft.blockReason
        if let metadata = event["usageMetadata"], !metadata.isNull { draft.usage = TokenUsage(gemini: metadata) }
        guard let candidate = event["candidates"]?[0] else { return }
        draft.text += Self.visibleText(of: candidate)
        draft.finishReason = candidate["finishReason"]?.stringValue ?? draft.finishReason
    }

    func meaning(ofFinishReason name: String) -> FinishReason {
        Self.finishReasons[name] ?? .unknown
    }

    func failure(_ response: HTTPTransportResponse) -> ModelError {
        // Streaming end points and some gateways wrap the status in a list of one.
        let body = try? JSONValue(parsing: response.body)
        let error = body?["error"] ?? body?[0]?["error"]
        return GeminiFailure(error, httpStatus: response.status.code, headers: response.headers, sharesCapacity).error
    }

    private static func visibleText(of candidate: JSONValue) -> String {
        let parts = candidate["content"]?["parts"]?.arrayValue ?? []
        return parts.filter { $0["thought"]?.boolValue != true }.compactMap { $0["text"]?.stringValue }.joined()
    }

    /// Those that google-genai 3.4.0 documents.
    private static let finishReasons: [String: FinishReason] = [
        "STOP": .complete,
        "FINISH_REASON_UNSPECIFIED": .complete,
        "MAX_TOKENS": .truncated,
        "CONTINUATION": .truncated,
        "SAFETY": .filtered,
        "BLOCKLIST": .filtered,
        "PROHIBITED_CONTENT": .filtered,
        "SPII": .filtered,
        "IMAGE_SAFETY": .filtered,
        "IMAGE_PROHIBITED_CONTENT": .filtered,
        "MODEL_ARMOR": .filtered,
        "ESCALATION": .filtered,
        "PUP_LIMITED_DISABLED": .stopped(.auth, "the account is limited or disabled; see the provider's console"),
        "RECITATION": .recited,
        "IMAGE_RECITATION": .recited,
        "LANGUAGE": .stopped(.refusal, "the model does not support the language"),
        "OTHER": .unusable,
        "NO_IMAGE": .unusable,
        "IMAGE_OTHER": .unusable,
        "MALFORMED_FUNCTION_CALL": .calledTool,
        "UNEXPECTED_TOOL_CALL": .calledTool,
        "TOO_MANY_TOOL_CALLS": .calledTool,
        "MALFORMED_RESPONSE": .unusable,
        "MISSING_THOUGHT_SIGNATURE": .unusable,
    ]
}

extension TokenUsage {
    /// Reads `usageMetadata`; missing or negative counts are 0.
    fileprivate init(gemini metadata: JSONValue) {
        self.init(
            prompt: Self.count(metadata["promptTokenCount"]) + Self.count(metadata["toolUsePromptTokenCount"]),
            completion: Self.count(metadata["candidatesTokenCount"]),
            cached: Self.count(metadata["cachedContentTokenCount"]),
            thinking: Self.count(metadata["thoughtsTokenCount"]),
            total: metadata["totalTokenCount"].map { Self.count($0) }
        )
    }
}
