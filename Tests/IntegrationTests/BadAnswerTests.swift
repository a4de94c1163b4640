// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import TestTraits
import Testing

/// What is left of an answer that cannot be used.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct BadAnswerTests {
    private static let answer = "I see 187 votes for Somchai"

    @Test(arguments: [true, false])
    func itIsKeptOnlyWhereTheOperatorSaysSo(_ isKept: Bool) async throws {
        let model = try ScriptedModel(.string(Self.answer))
        defer { model.stop() }
        let sheet = try await Sheet.pdf
        try await Installation.with { installation in
            let worker = try installation.worker(asking: model.url, arguments: isKept ? ["--keep-bad-answers"] : [])
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await installation.push(["id": "a", "payload": ["files": [.string("file://\(path)")]]])
            let result = try await installation.nextResult()
            #expect(result["status"] == "failed" && result["error"]?["type"] == "output.malformed", "\(result.text)")
            let letter = try #require(try await installation.run("dead", "list", "--json").lines().first)
            let run = letter["attempts"]?[0]
            #expect(run?["answer"]?.stringValue?.contains(Self.answer) ?? false == isKept)
            #expect(run?["prompt"]?["id"] == "thai-ss518" && run?["prompt"]?["version"] == "1", "\(letter.text)")
            #expect(run?["prompt"]?["sha256"]?.stringValue?.count == 64)
            #expect(letter.text.contains("Somchai") == isKept && result.text.contains("Somchai") == isKept)
            #expect(try await worker.stop() == 0)
            #expect(!worker.errors.contains("Somchai"))
        }
    }

    @Test func itIsNotLeftPlainBesideWhatIsSealed() async throws {
        try await Installation.with(redisRuns: false) { installation in
            let key = [UInt8](repeating: 7, count: 32).base64
            let worker = try installation.start(
                ["worker", "--model", "local-model", "--keep-bad-answers"],
                environment: ["VOTE_EXTRACTOR_SEALING_KEYS": "a:\(key)"]
            )
            #expect(try await worker.exitCode() == 2)
            #expect(worker.errors.contains("--keep-bad-answers"), "\(worker.errors)")
        }
    }
}
