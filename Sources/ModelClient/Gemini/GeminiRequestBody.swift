// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

/// The bytes of a `generateContent` request.
///
/// Files are appended as base64 to the growing body: as JSON values they would be copied and escaped first.
struct GeminiRequestBody {
    private(set) var bytes: [UInt8] = []

    init(_ request: ModelRequest) {
        bytes.reserveCapacity(Self.estimatedSize(of: request))
        append(raw: #"{"contents":[{"parts":["#)
        for (index, part) in request.parts.enumerated() {
            if index > 0 { append(raw: ",") }
            append(part)
        }
        append(raw: #"],"role":"user"}],"generationConfig":"#)
        append(Self.generationConfig(of: request))
        append(raw: "}")
    }

    private static func generationConfig(of request: ModelRequest) -> JSONValue {
        var config: JSONObject = [
            "temperature": .double(request.sampling.temperature),
            "topP": .double(request.sampling.topP),
            "topK": .integer(Int64(request.sampling.topK)),
            "maxOutputTokens": .integer(Int64(request.sampling.maximumOutputTokens)),
            "responseMimeType": "application/json",
        ]
        if let schema = request.responseSchema {
            config["responseSchema"] = schema
        }
        return .object(config)
    }

    private static func estimatedSize(of request: ModelRequest) -> Int {
        request.parts.reduce(8192) { size, part in
            switch part {
            case .text(let text): size + text.utf8.count + 64
            case .data(let bytes, _): size + (bytes.count + 2) / 3 * 4 + 64
            }
        }
    }

    private mutating func append(_ part: ModelPart) {
        switch part {
        case .text(let text):
            append(raw: #"{"text":"#)
            append(.string(text))
            append(raw: "}")
        case .data(let content, let mediaType):
            append(raw: #"{"inlineData":{"mimeType":"#)
            append(.string(mediaType))
            append(raw: #","data":""#)
            bytes.append(contentsOf: Data(content).base64EncodedData())
            append(raw: #""}}"#)
        }
    }

    private mutating func append(raw text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: JSONValue) {
        bytes.append(contentsOf: value.serialized())
    }
}
