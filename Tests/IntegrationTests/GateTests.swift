// SPDX-License-Identifier: Apache-2.0

import JSON
import RedisJobQueue
import Synchronization
import TestSupport
import TestTraits
import Testing

/// Gates of models, which workers share and operators see.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct GateTests {
    /// A model whose first answer is a 429 that asks for so many seconds; keeps the time of each call.
    private final class BusyModel: Sendable {
        private let http: LoopbackHTTPServer
        private let times: Times

        private final class Times: Sendable {
            let values = Mutex<[ContinuousClock.Instant]>([])
        }

        init(_ sheet: Sheet, retryAfter: Int) throws {
            let times = Times()
            let answer: JSONValue = [
                "candidates": [
                    ["content": ["parts": [["text": .string(sheet.reports.text)]]], "finishReason": "STOP"]
                ],
                "usageMetadata": ["promptTokenCount": 100, "candidatesTokenCount": 50, "totalTokenCount": 150],
            ]
            self.times = times
            http = try LoopbackHTTPServer { _ in
                let count = times.values.withLock { values in
                    values.append(.now)
                    return values.count
                }
                guard count == 1 else { return ScriptedHTTPResponse(body: answer.serialized()) }
                return ScriptedHTTPResponse(
                    status: 429,
                    headers: [("Retry-After", "\(retryAfter)")],
                    text: #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}"#
                )
            }
        }

        var url: String { http.url }
        var calls: [ContinuousClock.Instant] { times.values.withLock { $0 } }

        func stop() { http.stop() }
    }

    private func gates(_ installation: Installation) async throws -> [JSONValue] {
        let listed = try await installation.run("gates", "list", "--json")
        #expect(listed.exitCode == 0, "\(listed.errors)")
        return try listed.lines()
    }

    private func push(_ id: String, _ path: String, _ installation: Installation) async throws {
        try await installation.push(["id": .string(id), "payload": ["files": [.string("file://\(path)")]]])
    }

    @Test("One worker's 429 keeps both back, and both go on when its time is over")
    func shared() async throws {
        let sheet = try await Sheet.pdf
        // Long enough to be seen waiting where each look takes seconds.
        let model = try BusyModel(sheet, retryAfter: 12)
        defer { model.stop() }
        try await Installation.with { installation in
            let workers = [
                try installation.worker(asking: model.url, "--concurrency", "1"),
                try installation.worker(asking: model.url, "--concurrency", "1"),
            ]
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await push("first", path, installation)
            try await eventually("the gate to wait") {
                try await gates(installation).first { $0["state"] == "waiting" }.map { _ in () }
            }
            for number in 1...5 { try await push("later-\(number)", path, installation) }
            var workersSeen: Set<JSONValue?> = []
            for _ in 0..<6 {
                let result = try await installation.nextResult()
                #expect(result["status"] == "succeeded", "\(result.text)")
                workersSeen.insert(result["worker"])
            }
            let calls = model.calls
            #expect(calls.count == 7)
            // A lower bound only: whoever comes earlier has not heard of the other's 429.
            for call in calls.dropFirst() { #expect(call - calls[0] > .seconds(11.9)) }
            #expect(workersSeen.count == 2)
            let gate = try #require(try await gates(installation).first)
            #expect(gate["gate"] == "local/local-model" && gate["state"] == "open", "\(gate.text)")
            #expect((gate["rate_factor"]?.doubleValue ?? 1) < 0.9, "the rate is still slowed")
            for worker in workers { #expect(try await worker.stop() == 0) }
        }
    }

    @Test("An operator closes a gate, sees it, opens and resets it")
    func forced() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                #expect(try await installation.run("gates", "list", "--json").output.isEmpty)
                #expect(try await installation.run("gates", "open", "local/local-model").exitCode == 3)
                let closed = try await installation.run("gates", "close", "local/local-model", "--minutes", "30")
                #expect(closed.exitCode == 0, "\(closed.errors)")
                let gate = try #require(try await gates(installation).first)
                #expect(gate["state"] == "closed" && gate["reason"] == "operator")
                let worker = try installation.worker(asking: model.url)
                let path = try installation.file("sheet.pdf", sheet.bytes)
                try await push("held", path, installation)
                try await eventually("the job to be put off", of: worker) {
                    try await installation.count("ZCARD", "later") == 1 ? () : nil
                }
                #expect(model.calls == 0)
                #expect(try await installation.run("gates", "open", "local/local-model").exitCode == 0)
                try await push("free", path, installation)
                #expect(try await installation.nextResult()["job_id"] == "free")
                #expect(model.calls == 1)
                #expect(try await installation.run("gates", "reset", "local/local-model").exitCode == 0)
                let fresh = try #require(try await gates(installation).first)
                #expect(fresh["state"] == "open" && fresh["rate_factor"]?.doubleValue == 1, "\(fresh.text)")
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test(arguments: [
        ["gates", "close", "x"], ["gates", "close", "p/m", "--minutes", "0"], ["gates", "open", "p/{m}"],
        ["gates", "reset"],
    ])
    func wrongUse(_ arguments: [String]) async throws {
        try await Installation.with(redisRuns: false) { installation in
            let answer = try await installation.run(arguments)
            #expect(answer.exitCode == 2 && answer.output.isEmpty, "\(answer.errors)")
        }
    }
}
