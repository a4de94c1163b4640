// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON
import ModelClient
import TestSupport
import Testing

@Suite(
    "What the providers' own SDKs document is known here",
    .enabled(if: SDKCall.SDK.gemini.isInstalled && SDKCall.SDK.anthropic.isInstalled, "\(PythonScript.hint)")
)
struct SDKTablesTests {
    /// Of Anthropic's beta for memory, which is never asked for.
    private static let unused: Set<String> = ["memory_precondition_failed_error", "memory_path_conflict_error"]

    private func documented(_ name: String) async throws -> [String] {
        let output = try await PythonScript("sdk_reasons.py").run(input: [])
        let names = try JSONValue(parsing: output)[name]?.arrayValue?.compactMap(\.stringValue) ?? []
        try #require(names.count > 3, "\(output.suffix(500))")
        return names
    }

    @Test("Gemini's finish reasons")
    func gemini() async throws {
        for reason in try await documented("gemini") {
            let body = #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"\#(reason)"}]}"#
            let error = await Dialect.gemini.outcome(body).error
            #expect(error?.message.contains("do not know") != true, "\(reason)")
            #expect(error == nil || error?.finishReason == reason)
        }
    }

    @Test("Gemini's block reasons")
    func geminiBlocked() async throws {
        for reason in try await documented("gemini_blocked") {
            let error = await Dialect.gemini.outcome(#"{"promptFeedback":{"blockReason":"\#(reason)"}}"#).error
            #expect(error?.errorClass == .safetyBlock && error?.finishReason == reason)
        }
    }

    @Test("OpenAI's finish reasons")
    func openAI() async throws {
        for reason in try await documented("openai") {
            let body = #"{"choices":[{"message":{"content":"[]"},"finish_reason":"\#(reason)"}]}"#
            #expect(await Dialect.openAI.outcome(body).error?.message.contains("do not know") != true, "\(reason)")
        }
    }

    @Test("Anthropic's stop reasons")
    func anthropic() async throws {
        for reason in try await documented("anthropic") {
            let body = #"{"content":[{"type":"text","text":"[]"}],"stop_reason":"\#(reason)"}"#
            #expect(await Dialect.anthropic.outcome(body).error?.message.contains("do not know") != true, "\(reason)")
        }
    }

    @Test("Anthropic's errors have a class by their name, whatever the status")
    func anthropicErrors() async throws {
        for type in try await documented("anthropic_errors") where !Self.unused.contains(type) {
            let body = #"{"type":"error","error":{"type":"\#(type)","message":""},"request_id":"r-1"}"#
            // A status that says something else: only the name is left to go by.
            let status = type == "invalid_request_error" ? 400 : 418
            let error = try #require(await Dialect.anthropic.outcome(status: status, body).error)
            #expect(error.requestID == "r-1")
            #expect((error.errorClass == .badConfig) == (type == "invalid_request_error"), "\(type)")
        }
    }
}
