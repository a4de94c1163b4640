// SPDX-License-Identifier: Apache-2.0

import JSON

/// An answer in the shape of OpenAI's chat completions, whole or in pieces.
struct ChatCompletionResponse: Sendable {
    let answer: GenerateContentResponse
    let request: ChatCompletionRequest

    var json: JSONValue {
        var message: JSONObject = ["role": "assistant", "content": text.map { .string($0) } ?? .null]
        message["refusal"] = .null
        let choice: JSONValue = ["index": 0, "message": .object(message), "finish_reason": .string(finishReason)]
        return .object(envelope("chat.completion", choices: [choice], usage: usage))
    }

    var eventStream: [UInt8] {
        var events: [JSONValue] = []
        var rest = Substring(text ?? "")
        while !rest.isEmpty {
            events.append(chunk(["content": .string(String(rest.prefix(Self.pieceLength)))], finish: nil))
            rest = rest.dropFirst(Self.pieceLength)
        }
        events.append(chunk([:], finish: finishReason))
        if request.tellsUsage { events.append(.object(envelope("chat.completion.chunk", choices: [], usage: usage))) }
        return events.flatMap { Array("data: ".utf8) + $0.serialized() + Array("\n\n".utf8) }
            + Array("data: [DONE]\n\n".utf8)
    }

    private static let pieceLength = 400

    private func chunk(_ delta: JSONObject, finish: String?) -> JSONValue {
        let choice: JSONValue = [
            "index": 0, "delta": .object(delta), "finish_reason": finish.map { .string($0) } ?? .null,
        ]
        return .object(envelope("chat.completion.chunk", choices: [choice], usage: nil))
    }

    private func envelope(_ object: String, choices: [JSONValue], usage: JSONValue?) -> JSONObject {
        var envelope: JSONObject = [
            "id": .string("chatcmpl-\(answer.responseID)"), "object": .string(object), "created": 0,
            "model": .string(answer.model), "choices": .array(choices),
        ]
        envelope["usage"] = usage
        return envelope
    }

    /// In the object that the question's schema wants.
    private var text: String? {
        guard answer.blockReason == nil, let text = answer.text else { return nil }
        guard let wrapper = request.wrapper, let list = try? JSONValue(parsing: Array(text.utf8)) else { return text }
        return JSONValue.object([wrapper: list]).text
    }

    private var finishReason: String {
        switch answer.finishReason {
        case _ where answer.blockReason != nil: "content_filter"
        case "STOP": "stop"
        case "MAX_TOKENS": "length"
        default: "content_filter"
        }
    }

    private var usage: JSONValue {
        let prompt = answer.textTokens + answer.imageTokens
        let answered = answer.text.map(GenerateContentResponse.tokens) ?? 0
        return [
            "prompt_tokens": .integer(Int64(prompt)), "completion_tokens": .integer(Int64(answered)),
            "total_tokens": .integer(Int64(prompt + answered)),
        ]
    }
}
