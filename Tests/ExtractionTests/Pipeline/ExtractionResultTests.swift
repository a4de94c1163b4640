// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("What a result holds")
struct ExtractionResultTests {
    private func result(_ answers: ScriptedHTTPResponse...) async throws -> JSONValue {
        let fixture =
            answers.count == 1 ? try PipelineFixture(answers[0]) : try PipelineFixture(answers[0], answers[1])
        return try await fixture.run().outcome.get().json
    }

    @Test("The envelope's members are there under their names")
    func members() async throws {
        let json = try await result(Samples.good)
        #expect(json["status"] == "succeeded")
        #expect(json["reports"]?[0]?["ballot_statistics"]?["good_ballots"] == 30)
        #expect(json["validation"]?["score"]?.doubleValue == 1)
        #expect(json["model"]?["requested"] == "gemini-a")
        #expect(json["model"]?["used"] == "gemini-a")
        #expect(json["model"]?["fallback_used"] == false)
        #expect(json["model"]?["provider"] == "gemini")
        #expect(json["model"]?["finish_reason"] == "STOP")
        #expect(json["model"]?["request_id"] == "r-1")
        #expect(json["prompt"]?["id"] == "thai-ss518")
        #expect(json["prompt"]?["sha256"]?.stringValue?.count == 64)
        #expect(json["pages"] == 1)
        #expect(json["input_sha256"]?.stringValue == PipelineFixture.fakeDigest(Samples.png))
        for stage in ["fetch", "preprocess", "model", "parse", "validate", "total"] {
            #expect(json["timings_ms"]?[stage] != nil, "\(stage)")
        }
    }

    @Test("Usage and attempts cover failed calls, too")
    func attempts() async throws {
        let json = try await result(Samples.answer("[", finishReason: "MAX_TOKENS"), Samples.good)
        #expect(json["usage"]?["calls"] == 2)
        #expect(json["usage"]?["total"] == 240)
        let first = try #require(json["attempts"]?[0])
        #expect(first["n"] == 1)
        #expect(first["kind"] == "error")
        #expect(first["error_type"] == "llm.truncated")
        #expect(first["stage"] == "model")
        #expect(first["model"] == "gemini-a")
        #expect(first["http_status"] == 200)
        #expect(first["provider_request_id"] == "r-1")
        #expect(first["finish_reason"] == "MAX_TOKENS")
        #expect(first["usage"]?["prompt"] == 100)
        #expect(first["started_at"]?.stringValue?.hasSuffix("Z") == true)
        #expect(first["duration_ms"] != nil)
        #expect(json["attempts"]?[1]?["kind"] == "ok")
        #expect(json["attempts"]?[1]?["error_type"] == nil)
    }

    @Test("The pages are labelled in order, between the instructions and nothing else")
    func prompt() async throws {
        let fixture = try PipelineFixture(Samples.good)
        let request = ExtractionRequest(files: [Samples.file("a.png"), Samples.file("b.png")])
        _ = try await fixture.run(request).outcome.get()
        let parts = try #require(fixture.questions.first?["contents"]?[0]?["parts"]?.arrayValue)
        #expect(parts.count == 5)
        #expect(parts[1]["text"] == "Page 1 (Filename: a.png):")
        #expect(parts[3]["text"] == "Page 2 (Filename: b.png):")
        #expect(parts[2]["inlineData"]?["data"]?.stringValue?.isEmpty == false)
        #expect(fixture.questions.first?["generationConfig"]?["responseSchema"]?["type"] == "ARRAY")
    }
}
