// SPDX-License-Identifier: Apache-2.0

import JSON

/// An answer in Gemini's shape.
struct GenerateContentResponse: Sendable {
    var text: String?
    var finishReason = "STOP"
    var blockReason: String?
    let model: String
    let textTokens: Int
    let imageTokens: Int
    let responseID: String

    /// A token is about four characters, an image 258 tokens: estimates, in Gemini's own terms.
    init(text: String, to request: GenerateContentRequest, model: String, responseID: String) {
        self.text = text
        self.model = model
        self.responseID = responseID
        textTokens = (request.textCharacters + 3) / 4
        imageTokens = request.pages.count * 258
        if let limit = request.maximumOutputTokens, Self.tokens(text) > limit {
            truncate(to: limit * 4)
        }
    }

    /// Cuts the text as a model does that reaches its output limit.
    mutating func truncate(to characters: Int) {
        text = text.map { String($0.prefix(max(characters, 0))) }
        finishReason = "MAX_TOKENS"
    }

    static func tokens(_ text: String) -> Int {
        (text.unicodeScalars.count + 3) / 4
    }

    var json: JSONValue { json(answered: text.map(Self.tokens) ?? 0) }

    /// The same in pieces, one event each: the last one has the reason for the end, and the tokens of all.
    var eventStream: [UInt8] {
        var rest = self
        var events: [JSONValue] = []
        while blockReason == nil, let left = rest.text, left.unicodeScalars.count > Self.pieceLength {
            let piece = String(left.unicodeScalars.prefix(Self.pieceLength))
            rest.text = String(left.unicodeScalars.dropFirst(Self.pieceLength))
            events.append([
                "candidates": [["content": ["parts": [["text": .string(piece)]], "role": "model"], "index": 0]],
                "modelVersion": .string(model), "responseId": .string(responseID),
            ])
        }
        events.append(rest.json(answered: text.map(Self.tokens) ?? 0))
        return events.flatMap { Array("data: ".utf8) + $0.serialized() + Array("\r\n\r\n".utf8) }
    }

    private static let pieceLength = 400

    private func json(answered: Int) -> JSONValue {
        let prompt = textTokens + imageTokens
        var body: JSONObject = [:]
        if let blockReason {
            body["promptFeedback"] = ["blockReason": .string(blockReason)]
        } else {
            body["candidates"] = [.object(candidate)]
        }
        body["usageMetadata"] = [
            "promptTokenCount": .integer(Int64(prompt)),
            "candidatesTokenCount": .integer(Int64(answered)),
            "totalTokenCount": .integer(Int64(prompt + answered)),
            "promptTokensDetails": [
                ["modality": "TEXT", "tokenCount": .integer(Int64(textTokens))],
                ["modality": "IMAGE", "tokenCount": .integer(Int64(imageTokens))],
            ],
        ]
        body["modelVersion"] = .string(model)
        body["responseId"] = .string(responseID)
        return .object(body)
    }

    private var candidate: JSONObject {
        var candidate: JSONObject = [:]
        var content: JSONObject = [:]
        if let text { content["parts"] = [["text": .string(text)]] }
        content["role"] = "model"
        candidate["content"] = .object(content)
        candidate["finishReason"] = .string(finishReason)
        candidate["index"] = 0
        return candidate
    }
}
