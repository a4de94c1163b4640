// SPDX-License-Identifier: Apache-2.0

import JSON

/// The body of a messages request with one user turn.
enum AnthropicRequestBody {
    /// Makes the body; a file of a kind that cannot be sent is ``ErrorClass/inputUnsupported``.
    static func make(_ request: ModelRequest, _ schema: StrictSchema?) throws(ModelError) -> JSONBody {
        var body = JSONBody()
        body.append(raw: #"{"model":"#)
        body.append(.string(request.model))
        body.append(raw: #","max_tokens":\#(request.sampling.maximumOutputTokens)"#)
        if request.streaming != nil { body.append(raw: #","stream":true"#) }
        var output: JSONObject = [:]
        output["effort"] = request.sampling.thinking.map { .string($0.anthropicName) }
        output["format"] = schema.map { ["type": "json_schema", "schema": $0.root] }
        if !output.isEmpty {
            body.append(raw: #","output_config":"#)
            body.append(.object(output))
        }
        body.append(raw: #","messages":[{"role":"user","content":["#)
        for (index, part) in request.parts.enumerated() {
            if index > 0 { body.append(raw: ",") }
            try append(part, to: &body)
        }
        body.append(raw: "]}]}")
        return body
    }

    private static func append(_ part: ModelPart, to body: inout JSONBody) throws(ModelError) {
        switch part {
        case .text(let text):
            body.append(["type": "text", "text": .string(text)])
        case .data(let bytes, let mediaType, _):
            let kind = try kind(of: mediaType)
            body.append(raw: #"{"type":"\#(kind)","source":{"type":"base64","media_type":"\#(mediaType)","data":""#)
            body.append(base64: bytes)
            body.append(raw: #""}}"#)
        }
    }

    private static func kind(of mediaType: String) throws(ModelError) -> String {
        switch mediaType {
        case "image/jpeg", "image/png", "image/gif", "image/webp": return "image"
        case "application/pdf": return "document"
        default: throw .unsupported(mediaType)
        }
    }
}

extension ThinkingEffort {
    /// Anthropic's least is low.
    fileprivate var anthropicName: String { self == .minimal ? "low" : rawValue }
}
