// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import HTTPTypes
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("What Google's own SDK sends for the same call")
struct GeminiInteropTests {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let python = root.appending(path: ".build-venv/bin/python").path()
    private static let script = root.appending(path: "Tests/InteropTests/google_genai_call.py").path()

    /// Whether the SDK is there, asked of the file system: importing it takes seconds.
    static var isSDKInstalled: Bool {
        let library = root.appending(path: ".build-venv/lib").path()
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
        return versions.contains {
            FileManager.default.fileExists(atPath: "\(library)/\($0)/site-packages/google/genai/client.py")
        }
    }

    private static let schema: JSONValue = [
        "type": "ARRAY",
        "items": [
            "type": "OBJECT",
            "properties": [
                "form_type": ["type": "STRING", "enum": ["Constituency", "PartyList"]],
                "vote_count": ["type": "INTEGER", "nullable": true, "description": "as written"],
            ],
            "required": ["form_type"],
            "propertyOrdering": ["form_type", "vote_count"],
        ],
    ]

    private static let request = ModelRequest(
        model: "gemini-2.5-flash",
        parts: [
            .text("Read \"all\" pages\n๑๒"), .text("Page 1 (Filename: a.png)"),
            .data(Array(0...255), mediaType: "image/png"), .data([251, 255], mediaType: "application/pdf"),
        ],
        responseSchema: schema,
        sampling: .init(temperature: 0.25, maximumOutputTokens: 2048, topP: 0.95, topK: 40)
    )

    @Test(
        "Path, key header and body mean the same",
        .enabled(if: isSDKInstalled, "needs google-genai in .build-venv")
    )
    func sameRequest() async throws {
        let theirs = try await sentBySDK()
        let ours = try await sentByUs()
        #expect(ours.url == "http://127.0.0.1:1" + theirs.target)
        #expect(ours.headers[HTTPField.Name("x-goog-api-key")!] == theirs.header("x-goog-api-key"))
        #expect(ours.headers[.contentType] == theirs.header("content-type"))
        let body = try JSONValue(parsing: try #require(ours.body))
        #expect(canonical(body) == canonical(try JSONValue(parsing: theirs.body)))
    }

    private func sentByUs() async throws -> HTTPTransportRequest {
        let transport = ScriptedTransport(text: "{}")
        let provider = GeminiProvider(
            transport: transport,
            baseURL: "http://127.0.0.1:1",
            apiKey: "key-for-the-test"
        )
        _ = try? await provider.generate(Self.request)
        return try #require(transport.requests.first)
    }

    private func sentBySDK() async throws -> RecordedHTTPRequest {
        let answer = #"{"candidates":[{"content":{"parts":[{"text":"[]"}],"role":"model"},"finishReason":"STOP"}]}"#
        let server = try LoopbackHTTPServer(handler: { _ in
            ScriptedHTTPResponse(headers: [("Content-Type", "application/json")], text: answer)
        })
        defer { server.stop() }
        let folder = try TemporaryDirectory()
        try Data(Self.call.serialized()).write(to: URL(filePath: "\(folder.path)/call.json"))
        let process = try ChildProcess(
            Self.python,
            arguments: [Self.script, server.url, "\(folder.path)/call.json"],
            outputPath: "\(folder.path)/output"
        )
        await process.waitUntilEnded()
        let output = (try? String(contentsOfFile: "\(folder.path)/output", encoding: .utf8)) ?? ""
        return try #require(server.requests.first, "the SDK sent nothing: \(output)")
    }

    /// The same call as the script reads it.
    private static var call: JSONValue {
        [
            "model": .string(request.model), "schema": schema,
            "temperature": .double(request.sampling.temperature), "top_p": .double(request.sampling.topP),
            "top_k": .integer(Int64(request.sampling.topK)),
            "max_output_tokens": .integer(Int64(request.sampling.maximumOutputTokens)),
            "parts": .array(
                request.parts.map { part in
                    switch part {
                    case .text(let text): ["text": .string(text)]
                    case .data(let bytes, let mediaType):
                        ["data": .string(Data(bytes).base64EncodedString()), "mime_type": .string(mediaType)]
                    }
                }
            ),
        ]
    }

    /// One spelling for what proto3's JSON mapping lets be spelt in several ways: member names in snake or camel case,
    /// bytes in either base64 alphabet, whole numbers with or without a fraction; members have no order.
    private func canonical(_ value: JSONValue, key: String = "") -> JSONValue {
        switch value {
        case .object(let members):
            let spelt = members.map { (camelCased($0.key), canonical($0.value, key: $0.key)) }
            return .object(JSONObject(spelt.sorted { $0.0 < $1.0 }))
        case .array(let elements):
            return .array(elements.map { canonical($0) })
        case .integer(let number):
            return .double(Double(number))
        case .string(let text) where key == "data":
            return .string(text.replacing("-", with: "+").replacing("_", with: "/"))
        default:
            return value
        }
    }

    /// Names of the answer's own members (`properties`) are changed alike on both sides.
    private func camelCased(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
    }
}
