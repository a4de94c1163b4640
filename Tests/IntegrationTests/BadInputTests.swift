// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import TestTraits
import Testing

/// What cannot be done is told, kept byte by byte, and harms nobody else.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct BadInputTests {
    @Test(arguments: BadInput.all) func becomesADeadLetterAndTheWorkerGoesOn(_ input: BadInput) async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(asking: model.url)
                let job = try await input.job(installation)
                try await installation.push(job)
                try expectFailed(try await installation.nextResult(), input)
                try await expectBuried(installation, input, job)
                #expect(model.calls == 0)

                let path = try installation.file("good.pdf", sheet.bytes)
                try await installation.push(["id": "good", "payload": ["files": [.string("file://\(path)")]]])
                let good = try await installation.nextResult()
                #expect(good["job_id"] == "good" && good["status"] == "succeeded", "\(good.text)")
                try await installation.expectIdle()
                #expect(try await worker.stop() == 0, "\(worker.errors)")
            }
        }
    }

    private func expectFailed(_ result: JSONValue, _ input: BadInput) throws {
        #expect(result["status"] == "failed", "\(result.text)")
        #expect(result["job_id"] == input.id.map { .string($0) } ?? .null)
        #expect(result["error"]?["type"] == .string(input.errorType), "\(result.text)")
        let message = try #require(result["error"]?["message"]?.stringValue)
        #expect(message.contains(input.tells), "\(message)")
        #expect(result["error"]?["dead_letter_id"]?.stringValue?.hasPrefix("dl-") == true)
    }

    private func expectBuried(_ installation: Installation, _ input: BadInput, _ job: [UInt8]) async throws {
        let list = try await installation.run("dead", "list", "--json")
        let record = try #require(try list.lines().first)
        #expect(try list.exitCode == 0 && list.lines().count == 1)
        #expect(record["error_type"] == .string(input.errorType) && record["reason"] == .string(input.reason))
        let id = try #require(record["id"]?.stringValue)
        let shown = try await installation.run("dead", "show", id, "--job")
        #expect(shown.exitCode == 0)
        #expect(shown.output == job + [UInt8(ascii: "\n")])
    }
}
