// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

/// What a `generateContent` request, or a chat completion's, holds, as far as a reader of sheets needs it.
struct GenerateContentRequest: Sendable {
    enum Page: Sendable {
        case image([UInt8])
        case pdf([UInt8])
    }

    private(set) var pages: [Page] = []
    private(set) var textCharacters = 0
    let maximumOutputTokens: Int?

    init(_ body: JSONValue) throws(LocalModelError) {
        guard let contents = body["contents"]?.arrayValue, !contents.isEmpty else {
            throw Self.invalid("contents: is not specified; send at least one content with parts")
        }
        let generation = body["generationConfig"] ?? body["generation_config"]
        maximumOutputTokens = (generation?["maxOutputTokens"] ?? generation?["max_output_tokens"])?.intValue
        let instruction = body["systemInstruction"] ?? body["system_instruction"]
        textCharacters = Self.text(of: instruction?["parts"]?.arrayValue ?? [])
        for (index, content) in contents.enumerated() {
            guard let parts = content["parts"]?.arrayValue, !parts.isEmpty else {
                throw Self.invalid("contents[\(index)].parts: must not be empty")
            }
            for (place, part) in parts.enumerated() {
                try add(part, at: "contents[\(index)].parts[\(place)]")
            }
        }
    }

    private mutating func add(_ part: JSONValue, at path: String) throws(LocalModelError) {
        if let text = part["text"]?.stringValue {
            textCharacters += text.unicodeScalars.count
            return
        }
        guard let blob = part["inlineData"] ?? part["inline_data"] else {
            throw Self.invalid("\(path): has neither text nor inlineData; other kinds of parts are not supported")
        }
        guard let type = (blob["mimeType"] ?? blob["mime_type"])?.stringValue else {
            throw Self.invalid("\(path).inlineData.mimeType: is missing")
        }
        guard let text = blob["data"]?.stringValue, let data = Data(base64Encoded: text), !data.isEmpty else {
            throw Self.invalid("\(path).inlineData.data: is not base64")
        }
        guard let page = Page([UInt8](data), type: type) else {
            throw Self.invalid("\(path).inlineData.mimeType: unsupported type; send image/jpeg or image/png")
        }
        pages.append(page)
    }

    init(pages: [Page], textCharacters: Int, maximumOutputTokens: Int?) {
        self.pages = pages
        self.textCharacters = textCharacters
        self.maximumOutputTokens = maximumOutputTokens
    }

    private static func text(of parts: [JSONValue]) -> Int {
        parts.reduce(0) { $0 + ($1["text"]?.stringValue?.unicodeScalars.count ?? 0) }
    }

    static func invalid(_ message: String) -> LocalModelError {
        LocalModelError(.invalidRequest, message)
    }
}

extension GenerateContentRequest.Page {
    /// Nil for a type that cannot be read.
    init?(_ bytes: [UInt8], type: String) {
        switch type {
        case "application/pdf": self = .pdf(bytes)
        case "image/jpeg", "image/png", "image/webp", "image/tiff": self = .image(bytes)
        default: return nil
        }
    }
}
