// SPDX-License-Identifier: Apache-2.0

import JSON

/// The body of a chat completion with one user turn.
enum OpenAIRequestBody {
    /// Makes the body; a file of a kind that cannot be sent is ``ErrorClass/inputUnsupported``.
    static func make(
        _ request: ModelRequest,
        _ schema: StrictSchema?,
        _ parameters: JSONObject
    ) throws(ModelError) -> JSONBody {
        var parameters = parameters
        if let schema {
            parameters["response_format"] = [
                "type": "json_schema",
                "json_schema": ["name": "answer", "strict": true, "schema": schema.root],
            ]
        }
        var body = JSONBody()
        body.append(raw: #"{"messages":[{"role":"user","content":["#)
        for (index, part) in request.parts.enumerated() {
            if index > 0 { body.append(raw: ",") }
            try append(part, index, to: &body)
        }
        body.append(raw: "]}]")
        for (name, value) in parameters {
            body.append(raw: ",")
            body.append(.string(name))
            body.append(raw: ":")
            body.append(value)
        }
        body.append(raw: "}")
        return body
    }

    private static func append(_ part: ModelPart, _ index: Int, to body: inout JSONBody) throws(ModelError) {
        switch part {
        case .text(let text):
            body.append(["type": "text", "text": .string(text)])
        case .data(let bytes, let mediaType, _) where mediaType.hasPrefix("image/"):
            body.append(raw: #"{"type":"image_url","image_url":{"url":"#)
            append(bytes, mediaType, to: &body)
            body.append(raw: "}}")
        case .data(let bytes, let mediaType, _) where mediaType == "application/pdf":
            body.append(raw: #"{"type":"file","file":{"filename":"part-\#(index + 1).pdf","file_data":"#)
            append(bytes, mediaType, to: &body)
            body.append(raw: "}}")
        case .data(_, let mediaType, _):
            throw .unsupported(mediaType)
        }
    }

    /// A data URL, with its quotation marks.
    private static func append(_ bytes: [UInt8], _ mediaType: String, to body: inout JSONBody) {
        let opening = JSONValue.string("data:\(mediaType);base64,").text
        body.append(raw: String(opening.dropLast()))
        body.append(base64: bytes)
        body.append(raw: "\"")
    }
}

extension ModelError {
    /// A file that this provider takes no files of the kind of.
    static func unsupported(_ mediaType: String) -> ModelError {
        ModelError(.inputUnsupported, "the provider takes no files of the type \(mediaType.prefix(64))")
    }
}
