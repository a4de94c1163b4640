// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import LocalModel

@Suite
struct ProtocolTests {
    @Test
    func answersInGeminisShape() async throws {
        let answer = try await RunningServer.with { try await $0.generate(RunningServer.request()) }
        #expect(answer.status == 200)
        #expect(answer.text == "[]")
        #expect(answer.body?["candidates"]?[0]?["finishReason"]?.stringValue == "STOP")
        #expect(answer.body?["modelVersion"]?.stringValue == "local-model")
        #expect(answer.body?["responseId"]?.stringValue?.isEmpty == false)
        #expect(answer.body?["usageMetadata"]?["promptTokenCount"]?.intValue == 4)
        #expect(answer.body?["usageMetadata"]?["totalTokenCount"]?.intValue == 5)
    }

    @Test
    func mistakesAreAnsweredAsGoogleStatus() async throws {
        let cases: [(body: String, model: String, code: Int, status: String)] = [
            ("{", "local-model", 400, "INVALID_ARGUMENT"),
            ("{}", "local-model", 400, "INVALID_ARGUMENT"),
            (#"{"contents":[{"parts":[]}]}"#, "local-model", 400, "INVALID_ARGUMENT"),
            (#"{"contents":[{"parts":[{"fileData":{}}]}]}"#, "local-model", 400, "INVALID_ARGUMENT"),
            (
                #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"%"}}]}]}"#, "local-model", 400,
                "INVALID_ARGUMENT"
            ),
            (
                #"{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}]}"#, "local-model",
                400, "INVALID_ARGUMENT"
            ),
            (#"{"contents":[{"parts":[{"text":""}]}]}"#, "gemini-pro", 404, "NOT_FOUND"),
        ]
        try await RunningServer.with { server in
            for mistake in cases {
                let path = "/v1beta/models/\(mistake.model):generateContent"
                let answer = try await server.post(Array(mistake.body.utf8), to: path)
                #expect(answer.status == mistake.code, "\(mistake.body)")
                #expect(answer.body?["error"]?["code"]?.intValue == mistake.code)
                #expect(answer.body?["error"]?["status"]?.stringValue == mistake.status)
                #expect(answer.body?["error"]?["message"]?.stringValue?.isEmpty == false)
            }
            #expect(try await server.post([], to: "/v1beta/models/local-model:countTokens").status == 404)
            #expect(
                try await server.get("/v1beta/models").body?["models"]?[0]?["name"]?.stringValue == "models/local-model"
            )
            #expect(try await server.get("/healthz").status == 200)
        }
    }

    @Test
    func aBodyAboveTheLimitIsRefused() async throws {
        let configuration = LocalModelConfiguration(concurrency: 1, maximumBodyBytes: 1_000)
        let answer = try await RunningServer.with(configuration) {
            try await $0.generate(RunningServer.request(page: Array(repeating: 0, count: 4_000)))
        }
        #expect(answer.status == 413)
    }

    @Test
    func faultsReachTheWire() async throws {
        let script = "script=status=503,safety,prompt-block,empty,malformed,truncated,broken-body,drop,ok"
        let plan = try FaultPlan(parsing: [script])
        let limited = try FaultPlan(parsing: ["rate-limit:retry-after=3s"])
        let request = RunningServer.request()
        try await RunningServer.with(.init(concurrency: 1, faults: plan)) { server in
            var answers: [RunningServer.Answer?] = []
            for _ in 0..<9 {
                answers.append(try? await server.generate(request))
            }
            let candidates = answers.map { $0?.body?["candidates"]?[0] }
            #expect(answers[0]?.body?["error"]?["status"]?.stringValue == "UNAVAILABLE")
            #expect(candidates[1]?["finishReason"]?.stringValue == "SAFETY")
            #expect(answers[2]?.body?["promptFeedback"]?["blockReason"]?.stringValue == "SAFETY")
            #expect(candidates[3] != nil && answers[3]?.text == nil)
            #expect(answers[4]?.text?.hasPrefix("Here") == true)
            #expect(candidates[5]?["finishReason"]?.stringValue == "MAX_TOKENS")
            #expect(answers[6]?.status == 200 && answers[6]?.body == nil)
            #expect(answers[7]?.status == nil)
            #expect(answers[8]?.text == "[]")
        }
        let answer = try await RunningServer.with(.init(concurrency: 1, faults: limited)) {
            try await $0.generate(request)
        }
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] == "3")
        #expect(answer.body?["error"]?["details"]?[0]?["retryDelay"]?.stringValue == "3s")
    }

    @Test
    func newerFaultsReachTheWire() async throws {
        let script = "script=wrong-shape,loop,finish=RECITATION,daily-quota,too-many-tokens,stall,ok"
        let request = RunningServer.request()
        let plan = try FaultPlan(parsing: [script])
        try await RunningServer.with(.init(concurrency: 1, faults: plan)) { server in
            var answers: [RunningServer.Answer?] = []
            for number in 0..<7 { answers.append(try? await server.generate(request, timeout: number == 5 ? 1 : 60)) }
            #expect(answers[0]?.text == #"{"summary":"a tally sheet"}"#)
            #expect(answers[1]?.text?.hasSuffix("0000, 0000, ") == true)
            #expect(answers[2]?.body?["candidates"]?[0]?["finishReason"] == "RECITATION" && answers[2]?.text == nil)
            let violation = answers[3]?.body?["error"]?["details"]?[0]?["violations"]?[0]?["quotaId"]?.stringValue
            #expect(answers[3]?.status == 429 && violation?.contains("PerDay") == true)
            #expect(answers[4]?.status == 400)
            #expect(answers[4]?.body?["error"]?["message"]?.stringValue?.contains("token count") == true)
            #expect(answers[5] == nil, "it says no more, and the connection stays")
            #expect(answers[6]?.text == "[]", "and the next is served")
        }
    }

    @Test
    func aMiscountIsOneVoteTooMany() throws {
        let request = try GenerateContentRequest(RunningServer.request())
        let text = #"[{"vote_results":[{"vote_count":null},{"vote_count":99},{"vote_count":3}]}]"#
        let answer = GenerateContentResponse(text: text, to: request, model: "local-model", responseID: "r")
        #expect(FaultyResponse([.miscount]).spoiled(answer).text == text.replacing("99", with: "100"))
    }

    @Test
    func listensOnAUnixSocketToo() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/model.sock"
        let endpoints = try await RunningServer.with(.init(unixSocketPath: path, concurrency: 1)) { $0.endpoints }
        #expect(endpoints.contains(.unixSocket(path: path)))
    }

    @Test
    func connectionsThatSayNothingAreClosedAndTheNextIsServed() async throws {
        let configuration = LocalModelConfiguration(
            concurrency: 1,
            maximumConnections: 4,
            idleTimeout: .milliseconds(200)
        )
        try await RunningServer.with(configuration) { server in
            let port = try #require(UInt16(server.baseURL.split(separator: ":").last ?? ""))
            let silent = try (0..<16).map { _ in try SilentConnection(port: port) }
            #expect(try await server.get("/healthz").status == 200)
            try await eventually("the end of all") { silent.allSatisfy(\.isClosed) }
        }
    }

    @Test
    func missingLanguagesAreNamed() async throws {
        let error = await #expect(throws: LocalModelError.self) {
            try await RunningServer.with(.init(languages: ["xxx"], concurrency: 1)) { _ in }
        }
        #expect(error?.code == .languagesMissing)
        #expect(error?.message.contains("xxx") == true)
    }
}
