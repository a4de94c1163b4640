// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Bodies whose files become base64 while they are sent")
struct RequestBodyTests {
    private static func body(_ files: [[UInt8]]) async throws -> any HTTPBodySource {
        let transport = ScriptedTransport(text: "{}")
        let parts = files.flatMap { [ModelPart.text("page"), .data($0, mediaType: "image/png")] }
        _ = try? await Dialect.gemini.provider(transport).generate(ModelRequest(model: "m", parts: parts))
        return try #require(transport.requests.first?.bodySource)
    }

    @Test("The base64 is that of the whole file, for every remainder", arguments: 0...7)
    func encoding(count: Int) async throws {
        let file = (0..<count).map { UInt8(($0 &* 89 &+ 251) & 0xff) }
        let body = try JSONValue(parsing: try await Self.body([file]).bytes)
        let data = body["contents"]?[0]?["parts"]?[1]?["inlineData"]?["data"]?.stringValue
        #expect(data == Data(file).base64EncodedString())
    }

    @Test("Any part of a body can be read again, in pieces of any size")
    func anyPart() async throws {
        var generator = SeededGenerator(seed: 7)
        let files = [100, 101, 102].map { count in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let body = try await Self.body(files)
        let whole = body.bytes
        #expect(whole.count == body.byteCount)
        for _ in 0..<300 {
            let offset = Int.random(in: 0...whole.count, using: &generator)
            var piece = [UInt8](repeating: 0, count: Int.random(in: 1...90, using: &generator))
            let count = piece.withUnsafeMutableBytes { body.copyBytes(from: offset, into: $0) }
            #expect(count == min(piece.count, whole.count - offset))
            #expect(piece.prefix(count).elementsEqual(whole[offset..<offset + count]))
        }
    }

    @Test("A large file goes over the wire with its length, and twice when it has to")
    func wire() async throws {
        let file = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = try LoopbackHTTPServer { request in
            request.connection == 1 ? .close : ScriptedHTTPResponse(text: "{}")
        }
        defer { server.stop() }
        let question = ModelRequest(model: "m", parts: [.data(file, mediaType: "image/png")])
        await withTransport { transport in
            for _ in 0..<2 {
                _ = try? await GeminiProvider(transport: transport, baseURL: server.url, apiKey: nil).generate(question)
            }
        }
        let bodies = server.requests.map(\.body)
        #expect(bodies.count >= 2)
        let parsed = try JSONValue(parsing: try #require(bodies.last))
        #expect(
            parsed["contents"]?[0]?["parts"]?[0]?["inlineData"]?["data"]?.stringValue
                == Data(file).base64EncodedString()
        )
        #expect(Set(bodies).count == 1)
        #expect(server.requests.allSatisfy { $0.header("content-length") == "\($0.body.count)" })
    }

    @Test(
        "A file that a provider takes none of the kind of is refused before anything is sent",
        arguments: [Dialect.openAI, .anthropic]
    )
    func unsupported(_ dialect: Dialect) async {
        let transport = ScriptedTransport(text: "{}")
        let question = ModelRequest(
            model: "m",
            parts: [
                .data([1], mediaType: "image/tiff".replacing("image", with: dialect == .openAI ? "audio" : "image"))
            ]
        )
        await #expect { _ = try await dialect.provider(transport).generate(question) } throws: {
            ($0 as? ModelError)?.errorClass == .inputUnsupported
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("A wrapped answer comes back as it was asked for", arguments: [Dialect.openAI, .anthropic])
    func unwrapping(_ dialect: Dialect) async throws {
        let text = #"{\"answer\":[{\"n\":1}]}"#
        let answers: [Dialect: String] = [
            .openAI: #"{"choices":[{"message":{"content":"\#(text)"},"finish_reason":"stop"}]}"#,
            .anthropic: #"{"content":[{"type":"text","text":"\#(text)"}],"stop_reason":"end_turn"}"#,
        ]
        let transport = ScriptedTransport(text: try #require(answers[dialect]))
        var question = ModelRequest.question
        question.responseSchema = [
            "type": "ARRAY", "items": ["type": "OBJECT", "properties": ["n": ["type": "INTEGER"]]],
        ]
        #expect(try await dialect.provider(transport).generate(question).text == #"[{"n":1}]"#)
    }

    @Test("Parameters that a model refuses can be left out")
    func parameters() async throws {
        let transport = ScriptedTransport(text: "{}")
        let provider = OpenAIProvider(
            transport: transport,
            baseURL: "http://127.0.0.1:1",
            apiKey: nil,
            omittedParameters: ["temperature", "top_p"]
        )
        _ = try? await provider.generate(.question)
        let body = try JSONValue(parsing: try #require(transport.requests.first?.sentBody))
        #expect(Set(body.objectValue?.keys ?? []) == ["model", "messages", "max_completion_tokens"])
    }
}
