// SPDX-License-Identifier: Apache-2.0

import JSON
import Redis
import TestSupport
import TestTraits
import Testing

/// Redis or workers go away at the worst moment.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct OutageTests {
    @Test func aWorkerWaitsForRedisToComeUp() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with(redisRuns: false) { installation in
                let worker = try installation.worker(asking: model.url)
                // It says that it could not connect before Redis is there.
                try await eventually("a warning") { worker.errors.contains(#""level":"warning""#) ? () : nil }
                try await installation.server.restart()
                try await pushSheet("first", sheet, installation)
                let result = try await installation.nextResult()
                #expect(result["job_id"] == "first" && result["status"] == "succeeded", "\(result.text)")
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test func aRestartOfRedisInMidRunLosesNothing() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet, holdsFirst: true) { model in
            try await Installation.with(keepsData: true) { installation in
                let worker = try installation.worker(asking: model.url)
                try await pushSheet("running", sheet, installation)
                try await eventually("the model call") { model.calls == 1 ? () : nil }
                await installation.server.kill()
                model.release()
                try await installation.server.restart()
                try await pushSheet("later", sheet, installation)
                let results = [try await installation.nextResult(), try await installation.nextResult()]
                #expect(Set(results.map { $0["job_id"]?.stringValue }) == ["running", "later"])
                #expect(results.allSatisfy { $0["status"] == "succeeded" })
                try await installation.expectIdle()
                #expect(try await worker.stop() == 0)
                #expect(model.calls == 2, "no call was paid for twice")
            }
        }
    }

    @Test func onSIGTERMTheRunningCallMayEnd() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet, holdsFirst: true) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(asking: model.url)
                try await pushSheet("running", sheet, installation)
                try await eventually("the model call") { model.calls == 1 ? () : nil }
                worker.terminate()
                try await eventually("the worker to wait for no more jobs") {
                    try await installation.blockedClients() == 0 ? () : nil
                }
                try await pushSheet("too-late", sheet, installation)
                #expect(worker.isRunning)
                model.release()
                #expect(try await worker.exitCode() == 0, "\(worker.errors)")
                let result = try await installation.nextResult()
                #expect(result["job_id"] == "running" && result["status"] == "succeeded", "\(result.text)")
                #expect(try await installation.count("LLEN", "results") == 0)
                #expect(try await installation.count("LLEN", "jobs") == 1)
                #expect(try await installation.count("HLEN", "flight") == 0)
            }
        }
    }

    @Test func anotherWorkerTakesOverFromOneThatWasKilled() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet, holdsFirst: true) { model in
            try await Installation.with { installation in
                let first = try installation.worker(asking: model.url, "--lease-seconds", "3")
                try await pushSheet("orphan", sheet, installation)
                try await eventually("the model call") { model.calls == 1 ? () : nil }
                let second = try installation.worker(asking: model.url, "--lease-seconds", "3")
                await first.kill()
                let result = try await installation.nextResult()
                #expect(result["job_id"] == "orphan" && result["status"] == "succeeded", "\(result.text)")
                let kinds = result["attempts"]?.arrayValue?.map { $0["kind"]?.stringValue } ?? []
                #expect(kinds.first == "crash")
                #expect(model.calls == 2)
                try await installation.expectIdle()
                #expect(try await second.stop() == 0)
            }
        }
    }

    private func pushSheet(_ id: String, _ sheet: Sheet, _ installation: Installation) async throws {
        let file: JSONValue = ["name": "sheet.pdf", "data": .string(sheet.bytes.base64)]
        try await installation.push(["id": .string(id), "payload": ["files": [file]]])
    }
}

extension Installation {
    /// How many clients wait at a list, as a worker with free slots does.
    fileprivate func blockedClients() async throws -> Int? {
        let info = try await redis.execute(RedisCommand("INFO", "clients")).string ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("blocked_clients:") }
        return line?.split(separator: ":").last.flatMap { Int($0) }
    }
}
