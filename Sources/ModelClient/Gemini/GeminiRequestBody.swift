// SPDX-License-Identifier: Apache-2.0

import JSON

/// The body of a `generateContent` request.
enum GeminiRequestBody {
    /// Makes the body; the parts whose positions `uploads` knows are named instead of sent.
    static func make(_ request: ModelRequest, uploads: [Int: GeminiFile] = [:]) -> JSONBody {
        var body = JSONBody()
        body.append(raw: #"{"contents":[{"parts":["#)
        for (index, part) in request.parts.enumerated() {
            if index > 0 { body.append(raw: ",") }
            append(part, uploads[index], to: &body)
        }
        body.append(raw: #"],"role":"user"}],"generationConfig":"#)
        body.append(generationConfig(of: request))
        body.append(raw: "}")
        return body
    }

    private static func append(_ part: ModelPart, _ upload: GeminiFile?, to body: inout JSONBody) {
        switch part {
        case .text(let text):
            body.append(["text": .string(text)])
        case .data(_, let mediaType, _) where upload != nil:
            body.append(["fileData": ["mimeType": .string(mediaType), "fileUri": .string(upload?.uri ?? "")]])
        case .data(let content, let mediaType, _):
            body.append(raw: #"{"inlineData":{"mimeType":"#)
            body.append(.string(mediaType))
            body.append(raw: #","data":""#)
            body.append(base64: content)
            body.append(raw: #""}}"#)
        }
    }

    private static func generationConfig(of request: ModelRequest) -> JSONValue {
        var config: JSONObject = [
            "temperature": .double(request.sampling.temperature),
            "topP": .double(request.sampling.topP),
            "topK": .integer(Int64(request.sampling.topK)),
            "maxOutputTokens": .integer(Int64(request.sampling.maximumOutputTokens)),
            "responseMimeType": "application/json",
        ]
        config["thinkingConfig"] = request.sampling.thinking.map { $0.geminiConfig(model: request.model) }
        if let schema = request.responseSchema {
            config["responseSchema"] = schema
        }
        return .object(config)
    }
}
