// SPDX-License-Identifier: Apache-2.0

/// What one of Gemini's documented finish reasons means for the answer.
enum GeminiFinishReason {
    /// The model says it is done; whether there is text is another matter.
    case complete
    /// The answer must not be used.
    case stopped(ErrorClass, String)

    init(_ name: String) {
        // An unknown reason is likelier a new way to stop than a new way to succeed.
        self = Self.table[name] ?? .stopped(.empty, "the model stopped for a reason we do not know")
    }

    private static let filtered = GeminiFinishReason.stopped(.safetyBlock, "a content filter stopped the answer")
    private static let recited = GeminiFinishReason.stopped(.recitation, "the answer repeated known text")
    private static let unusable = GeminiFinishReason.stopped(.empty, "the model gave no usable answer")

    private static let table: [String: GeminiFinishReason] = [
        "STOP": .complete,
        "FINISH_REASON_UNSPECIFIED": .complete,
        "MAX_TOKENS": .stopped(.truncated, "the answer reached the limit of output tokens; raise max_tokens"),
        "SAFETY": filtered,
        "BLOCKLIST": filtered,
        "PROHIBITED_CONTENT": filtered,
        "SPII": filtered,
        "IMAGE_SAFETY": filtered,
        "IMAGE_PROHIBITED_CONTENT": filtered,
        "MODEL_ARMOR": filtered,
        "RECITATION": recited,
        "IMAGE_RECITATION": recited,
        "LANGUAGE": .stopped(.refusal, "the model does not support the language"),
        "OTHER": unusable,
        "NO_IMAGE": unusable,
        "IMAGE_OTHER": unusable,
        "MALFORMED_FUNCTION_CALL": unusable,
        "UNEXPECTED_TOOL_CALL": unusable,
        "TOO_MANY_TOOL_CALLS": unusable,
        "MALFORMED_RESPONSE": unusable,
        "MISSING_THOUGHT_SIGNATURE": unusable,
    ]
}
