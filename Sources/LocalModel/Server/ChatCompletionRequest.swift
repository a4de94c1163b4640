// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

/// A request in the shape of OpenAI's chat completions.
struct ChatCompletionRequest: Sendable {
    let model: String
    /// Whether the answer goes out in pieces, as server-sent events.
    let isStreamed: Bool
    /// Whether the last of these pieces tells the tokens.
    let tellsUsage: Bool
    /// The one member of the object that the answer is to be put in; nil where a list is as good.
    let wrapper: String?
    let question: GenerateContentRequest

    init(_ body: JSONValue) throws(LocalModelError) {
        guard let model = body["model"]?.stringValue, model.hasPrefix("local-") else {
            throw LocalModelError(.unknownModel, "The model does not exist; names begin with local-.")
        }
        self.model = model
        isStreamed = body["stream"]?.boolValue ?? false
        tellsUsage = body["stream_options"]?["include_usage"]?.boolValue ?? false
        wrapper = Self.wrapper(in: body["response_format"])
        var reader = ContentReader()
        guard let messages = body["messages"]?.arrayValue, !messages.isEmpty else {
            throw GenerateContentRequest.invalid("messages: must not be empty")
        }
        for (index, message) in messages.enumerated() {
            try reader.read(message["content"] ?? .null, at: "messages[\(index)].content")
        }
        question = GenerateContentRequest(
            pages: reader.pages,
            textCharacters: reader.textCharacters,
            maximumOutputTokens: (body["max_completion_tokens"] ?? body["max_tokens"])?.intValue
        )
    }

    /// A schema whose root is an object with one list in it: the protocol has no schema for a list alone.
    private static func wrapper(in format: JSONValue?) -> String? {
        guard let members = format?["json_schema"]?["schema"]?["properties"]?.objectValue, members.count == 1 else {
            return nil
        }
        return members.first { $0.value["type"]?.stringValue == "array" }?.key
    }
}

/// Collects what the messages hold.
private struct ContentReader {
    var pages: [GenerateContentRequest.Page] = []
    var textCharacters = 0

    mutating func read(_ content: JSONValue, at path: String) throws(LocalModelError) {
        if let text = content.stringValue {
            textCharacters += text.unicodeScalars.count
            return
        }
        guard let parts = content.arrayValue else { throw GenerateContentRequest.invalid("\(path): is missing") }
        for (index, part) in parts.enumerated() { try add(part, at: "\(path)[\(index)]") }
    }

    private mutating func add(_ part: JSONValue, at path: String) throws(LocalModelError) {
        if let text = part["text"]?.stringValue {
            textCharacters += text.unicodeScalars.count
            return
        }
        guard let url = (part["image_url"]?["url"] ?? part["file"]?["file_data"])?.stringValue else {
            throw GenerateContentRequest.invalid("\(path): has neither text nor image_url nor file.file_data")
        }
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ","), url[..<comma].hasSuffix(";base64"),
            let data = Data(base64Encoded: String(url[url.index(after: comma)...])), !data.isEmpty
        else {
            throw GenerateContentRequest.invalid("\(path): only data: URLs with base64 are read")
        }
        let type = url[..<comma].dropFirst("data:".count).dropLast(";base64".count)
        guard let page = GenerateContentRequest.Page([UInt8](data), type: String(type)) else {
            throw GenerateContentRequest.invalid("\(path): unsupported type; send image/jpeg or image/png")
        }
        pages.append(page)
    }
}
