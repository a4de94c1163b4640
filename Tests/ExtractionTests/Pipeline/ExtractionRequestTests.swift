// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import ModelClient
import Testing

@Suite("Reading a job's payload")
struct ExtractionRequestTests {
    private func request(_ text: String) throws -> ExtractionRequest {
        try ExtractionRequest(payload: try JSONValue(parsing: text))
    }

    @Test("Everything that may be said is read")
    func full() throws {
        let digest = String(repeating: "aB", count: 32)
        let request = try request(
            """
            {"files":[{"name":"a.jpg","uri":"https://h/x?sig=1","sha256":"\(digest)"},{"data":"aGk="},
            "https://h/folder/b.png?token=t"],"model":"gemini-b","fallback_models":["gemini-c"],
            "temperature":0.5,"max_tokens":100,"top_p":0.5,"top_k":3,"context":{"eligible_voters":5},"other":1}
            """
        )
        #expect(request.files.map(\.name) == ["a.jpg", "file_1", "b.png"])
        #expect(request.files[0].location == .uri("https://h/x?sig=1"))
        #expect(request.files[0].sha256 == digest.lowercased())
        #expect(request.files[1].location == .inline("aGk="))
        #expect(request.model == "gemini-b")
        #expect(request.fallbackModels == ["gemini-c"])
        #expect(request.sampling == .init(temperature: 0.5, maximumOutputTokens: 100, topP: 0.5, topK: 3))
        #expect(request.context?["eligible_voters"]?.intValue == 5)
    }

    @Test("What is left out, or null, has its default")
    func defaults() throws {
        let request = try request(#"{"files":["file:///a/b.jpg"],"model":null,"temperature":null}"#)
        #expect(request.model == nil)
        #expect(request.fallbackModels == nil)
        #expect(request.sampling == .init(temperature: 0, maximumOutputTokens: 16_384, topP: 0.95, topK: 40))
        #expect(request.files[0].name == "b.jpg")
    }

    @Test(
        "What is wrong is named by its path",
        arguments: [
            ("[]", "payload must"), ("{}", "payload.files must"), (#"{"files":[]}"#, "payload.files must"),
            (#"{"files":[1]}"#, "payload.files[0] must"), (#"{"files":["a:b",{}]}"#, "payload.files[1] needs"),
            (#"{"files":[{"uri":"a:b","data":"x"}]}"#, "payload.files[0] has both"),
            (#"{"files":[{"uri":7}]}"#, "payload.files[0].uri must"),
            (#"{"files":[{"uri":"a:b","sha256":"12"}]}"#, "payload.files[0].sha256 must"),
            (#"{"files":["a:b"],"temperature":2.1}"#, "payload.temperature must"),
            (#"{"files":["a:b"],"temperature":"0"}"#, "payload.temperature must"),
            (#"{"files":["a:b"],"max_tokens":0}"#, "payload.max_tokens must"),
            (#"{"files":["a:b"],"max_tokens":65537}"#, "payload.max_tokens must"),
            (#"{"files":["a:b"],"max_tokens":1.5}"#, "payload.max_tokens must"),
            (#"{"files":["a:b"],"top_p":-0.1}"#, "payload.top_p must"),
            (#"{"files":["a:b"],"top_k":0}"#, "payload.top_k must"),
            (#"{"files":["a:b"],"model":""}"#, "payload.model must"),
            (#"{"files":["a:b"],"fallback_models":"m"}"#, "payload.fallback_models must"),
            (#"{"files":["a:b"],"fallback_models":["m",1]}"#, "payload.fallback_models must"),
            (#"{"files":["a:b"],"context":[]}"#, "payload.context must"),
        ]
    )
    func errors(_ text: String, _ beginning: String) throws {
        let payload = try JSONValue(parsing: text)
        #expect {
            try ExtractionRequest(payload: payload)
        } throws: { error in
            guard let error = error as? ExtractionError else { return false }
            return error.errorClass == .inputUnsupported && error.stage == .request
                && error.message.hasPrefix(beginning)
        }
    }

    @Test("Limits themselves are allowed", arguments: [#""temperature":2"#, #""max_tokens":65536"#, #""top_p":1"#])
    func limits(_ member: String) throws {
        _ = try request(#"{"files":["a:b"],\#(member)}"#)
    }

    @Test("A file's name is one printable line")
    func names() {
        let file = SourceFile(name: "a\n\u{7}b" + String(repeating: "x", count: 300), location: .uri("a:b"))
        #expect(file.name.hasPrefix("abxx"))
        #expect(file.name.count == 200)
    }
}
