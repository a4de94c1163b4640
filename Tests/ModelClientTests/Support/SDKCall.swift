// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import ModelClient
import TestSupport

/// One call made with a provider's own SDK against a server on loopback.
struct SDKCall {
    /// The name of the SDK as `model_sdk_call.py` knows it, and the package that it needs.
    enum SDK: String {
        case gemini
        case vertex
        case files
        case openai
        case anthropic
        case googleAuth = "google-auth"
        case googleMetadata = "google-metadata"

        /// Whether it is there, asked of the file system: importing it takes seconds.
        var isInstalled: Bool {
            let library = PackageRoot.path + "/.build-venv/lib"
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
            return versions.contains { version in
                FileManager.default.fileExists(atPath: "\(library)/\(version)/site-packages/\(package)")
            }
        }

        private var package: String {
            switch self {
            case .gemini, .vertex, .files: "google/genai"
            case .googleAuth, .googleMetadata: "google/oauth2"
            case .openai, .anthropic: rawValue
            }
        }
    }

    /// What the SDK sent, in order; `answer` is given to everything.
    static func record(
        _ sdk: SDK,
        _ request: ModelRequest,
        schema: JSONValue,
        answer: @escaping LoopbackHTTPServer.Handler,
        extra: (String) -> JSONObject = { _ in [:] }
    ) async throws -> [RecordedHTTPRequest] {
        let server = try LoopbackHTTPServer(handler: answer)
        defer { server.stop() }
        var call: JSONObject = [
            "sdk": .string(sdk.rawValue), "base_url": .string(server.url), "stream": .bool(request.streaming != nil),
            "model": .string(request.model), "schema": schema,
            "temperature": .double(request.sampling.temperature), "top_p": .double(request.sampling.topP),
            "top_k": .integer(Int64(request.sampling.topK)),
            "max_tokens": .integer(Int64(request.sampling.maximumOutputTokens)),
            // What our low means to each.
            "thinking": ["gemini": ["thinking_level": "LOW"], "openai": "low", "anthropic": "low"],
            "parts": .array(request.parts.enumerated().map { part($1, $0) }),
        ]
        for member in extra(server.url) { call[member.key] = member.value }
        let output = try await PythonScript("model_sdk_call.py").run(input: JSONValue.object(call).serialized())
        guard !server.requests.isEmpty else { throw TestSupportError("the SDK sent nothing: \(output.suffix(500))") }
        return server.requests
    }

    private static func part(_ part: ModelPart, _ index: Int) -> JSONValue {
        switch part {
        case .text(let text):
            ["text": .string(text)]
        case .data(let bytes, let mediaType, _):
            [
                "data": .string(Data(bytes).base64EncodedString()), "mime_type": .string(mediaType),
                "filename": "part-\(index + 1).pdf",
            ]
        }
    }
}
