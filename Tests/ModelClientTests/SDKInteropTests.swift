// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import CurlHTTP
import Foundation
import HTTPTypes
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("What the providers' own SDKs send for the same call")
struct SDKInteropTests {
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

    /// The same, as each of the others wants it: an object at the root, nothing but what is named.
    private static func strictSchema(_ item: JSONValue) -> JSONValue {
        [
            "type": "object", "properties": ["answer": ["type": "array", "items": item]], "required": ["answer"],
            "additionalProperties": false,
        ]
    }

    private static let unionSchema = strictSchema([
        "type": "object",
        "properties": [
            "form_type": ["type": "string", "enum": ["Constituency", "PartyList"]],
            "vote_count": ["anyOf": [["type": "integer", "description": "as written"], ["type": "null"]]],
        ],
        "required": ["form_type", "vote_count"], "additionalProperties": false,
    ])

    private static let optionalSchema = strictSchema([
        "type": "object",
        "properties": [
            "form_type": ["type": "string", "enum": ["Constituency", "PartyList"]],
            "vote_count": ["type": "integer", "description": "as written"],
        ],
        "required": ["form_type"], "additionalProperties": false,
    ])

    private static func request(streaming: Bool) -> ModelRequest {
        ModelRequest(
            model: "model-1",
            parts: [
                .text("Read \"all\" pages\n๑๒"), .text("Page 1 (Filename: a.png)"),
                .data(Array(0...255), mediaType: "image/png"), .data([251, 255], mediaType: "application/pdf"),
            ],
            responseSchema: schema,
            sampling: .init(temperature: 0.25, maximumOutputTokens: 2048, topP: 0.9, topK: 40, thinking: .low),
            streaming: streaming ? StreamingTimeouts() : nil
        )
    }

    @Test(
        "Gemini API: path, key and body mean the same",
        .enabled(if: SDKCall.SDK.gemini.isInstalled, "needs google-genai in .build-venv"),
        arguments: [false, true]
    )
    func gemini(streaming: Bool) async throws {
        try await compare(.gemini, Self.schema, streaming, header: "x-goog-api-key") { transport, url in
            GeminiProvider(transport: transport, baseURL: url, apiKey: "key-for-the-test")
        }
    }

    @Test(
        "Vertex AI: path, token and body mean the same",
        .enabled(if: SDKCall.SDK.vertex.isInstalled, "needs google-genai in .build-venv"),
        arguments: [false, true]
    )
    func vertex(streaming: Bool) async throws {
        try await compare(.vertex, Self.schema, streaming, header: "authorization") { transport, url in
            GeminiProvider(
                transport: transport,
                project: "a-project",
                location: "a-region",
                tokens: FixedToken(),
                baseURL: url
            )
        }
    }

    @Test(
        "OpenAI: path, key and body mean the same",
        .enabled(if: SDKCall.SDK.openai.isInstalled, "needs openai in .build-venv"),
        arguments: [false, true]
    )
    func openAI(streaming: Bool) async throws {
        try await compare(.openai, Self.unionSchema, streaming, header: "authorization") { transport, url in
            OpenAIProvider(transport: transport, baseURL: url, apiKey: "key-for-the-test")
        }
    }

    @Test(
        "Anthropic: path, key, version and body mean the same",
        .enabled(if: SDKCall.SDK.anthropic.isInstalled, "needs anthropic in .build-venv"),
        arguments: [false, true]
    )
    func anthropic(streaming: Bool) async throws {
        for header in ["authorization", "anthropic-version"] {
            try await compare(.anthropic, Self.optionalSchema, streaming, header: header) { transport, url in
                AnthropicProvider(transport: transport, baseURL: url, apiKey: "key-for-the-test")
            }
        }
    }

    @Test(
        "Files API: the announcement and the upload are the same",
        .enabled(if: SDKCall.SDK.files.isInstalled, "needs google-genai in .build-venv")
    )
    func files() async throws {
        let request = ModelRequest(model: "model-1", parts: [.data([1, 2, 3], mediaType: "image/png")])
        let theirs = try await SDKCall.record(.files, request, schema: .null, answer: FileServerStandIn.plain)
        let server = try LoopbackHTTPServer(handler: FileServerStandIn.plain)
        defer { server.stop() }
        await withTransport { transport in
            let provider = GeminiProvider(
                transport: transport,
                baseURL: server.url,
                apiKey: "key-for-the-test",
                maximumInlineBytes: 0
            )
            _ = try? await provider.generate(request)
        }
        let ours = server.requests
        try #require(theirs.count >= 2 && ours.count >= 2)
        #expect(ours[0].target == theirs[0].target)
        #expect(canonical(try JSONValue(parsing: ours[0].body)) == canonical(try JSONValue(parsing: theirs[0].body)))
        for name in ["Protocol", "Command", "Header-Content-Length", "Header-Content-Type"] {
            #expect(ours[0].header("X-Goog-Upload-\(name)") == theirs[0].header("X-Goog-Upload-\(name)"))
        }
        #expect(ours[0].header("x-goog-api-key") == theirs[0].header("x-goog-api-key"))
        #expect(ours[1].header("X-Goog-Upload-Command") == theirs[1].header("X-Goog-Upload-Command"))
        #expect(ours[1].header("X-Goog-Upload-Offset") == theirs[1].header("X-Goog-Upload-Offset"))
        #expect(ours[1].header("x-goog-api-key") == nil)
        #expect(ours[1].body == theirs[1].body)
    }

    @Test(
        "Service accounts: the token request makes the same claims",
        .enabled(if: SDKCall.SDK.googleAuth.isInstalled, "needs google-auth in .build-venv")
    )
    func tokens() async throws {
        let answer: LoopbackHTTPServer.Handler = { _ in
            ScriptedHTTPResponse(
                headers: [("Content-Type", "application/json")],
                text: #"{"access_token":"t","expires_in":3600,"token_type":"Bearer"}"#
            )
        }
        let key = try TestAccount.key
        let theirs = try await SDKCall.record(.googleAuth, .question, schema: .null, answer: answer) { url in
            ["account": TestAccount.file(key, tokenURL: "\(url)/token")]
        }
        let server = try LoopbackHTTPServer(handler: answer)
        defer { server.stop() }
        let file = TestAccount.file(key, tokenURL: "\(server.url)/token").serialized()
        try await withTransport { transport in
            let account = try GoogleServiceAccount(json: file)
            _ = try await GoogleAccessTokens(account: account, transport: transport).token()
        }
        let (ours, google) = (try Assertion(server.requests[0]), try Assertion(theirs[0]))
        #expect(ours.grant == google.grant)
        #expect(ours.header == google.header)
        for claim in ["iss", "scope"] { #expect(ours.claims[claim] == google.claims[claim]) }
        #expect(Set(ours.claims.objectValue?.keys ?? []) == Set(google.claims.objectValue?.keys ?? []))
        #expect(ours.lifetime == google.lifetime)
        #expect(try ours.isSigned(by: key))
        #expect(try google.isSigned(by: key))
    }

    @Test(
        "The machine's own account: the metadata server is asked the same",
        .enabled(if: SDKCall.SDK.googleMetadata.isInstalled, "needs google-auth in .build-venv")
    )
    func metadataServer() async throws {
        let answer: LoopbackHTTPServer.Handler = { _ in
            ScriptedHTTPResponse(
                headers: [("Content-Type", "application/json"), ("Metadata-Flavor", "Google")],
                // They ask who the account is first.
                text: #"{"access_token":"t","expires_in":3600,"token_type":"Bearer","email":"default","scopes":[]}"#
            )
        }
        let theirs = try await SDKCall.record(.googleMetadata, .question, schema: .null, answer: answer)
        let server = try LoopbackHTTPServer(handler: answer)
        defer { server.stop() }
        try await withTransport { transport in
            let host = server.url.replacing("http://", with: "")
            _ = try await GoogleAccessTokens(metadataHost: host, transport: transport).token()
        }
        let ours = try #require(server.requests.first)
        let google = try #require(theirs.first { $0.path.hasSuffix("/token") }, "\(theirs.map(\.target))")
        #expect(ours.method == google.method && ours.target == google.target)
        #expect(ours.header("metadata-flavor") == google.header("metadata-flavor"))
    }

    // MARK: Comparing

    private func compare(
        _ sdk: SDKCall.SDK,
        _ schema: JSONValue,
        _ streaming: Bool,
        header: String,
        _ provider: (any HTTPTransport, String) -> any ModelProvider
    ) async throws {
        let request = Self.request(streaming: streaming)
        let answer: LoopbackHTTPServer.Handler = { _ in
            let type = streaming ? "text/event-stream" : "application/json"
            return ScriptedHTTPResponse(headers: [("Content-Type", type)], text: streaming ? "" : "{}")
        }
        let recorded = try await SDKCall.record(sdk, request, schema: schema, answer: answer)
        let theirs = try #require(recorded.first)
        let server = try LoopbackHTTPServer(handler: answer)
        defer { server.stop() }
        await withTransport { _ = try? await provider($0, server.url).generate(request) }
        let ours = try #require(server.requests.first)
        #expect(ours.method == theirs.method)
        #expect(ours.target == theirs.target)
        #expect(ours.header(header) == theirs.header(header))
        #expect(ours.header("content-type") == theirs.header("content-type"))
        #expect(canonical(try JSONValue(parsing: ours.body)) == canonical(try JSONValue(parsing: theirs.body)))
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
