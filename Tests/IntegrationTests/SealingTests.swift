// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import JSON
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// What jobs are about lies encrypted in Redis, and is opened for those with a key.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct SealingTests {
    private static let first = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let second = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

    private static func keys(_ keys: String...) -> [String: String] {
        ["VOTE_EXTRACTOR_SEALING_KEYS": keys.joined(separator: ",")]
    }

    /// Everything that Redis holds as text, however it is kept.
    private func dump(_ installation: Installation) async throws -> String {
        var texts: [String] = []
        for key in try await installation.redis.execute(RedisCommand("KEYS", "*")).array ?? [] {
            guard let name = key.string else { continue }
            let type = try await installation.redis.execute(RedisCommand("TYPE", .string(name))).string ?? ""
            let command: RedisCommand? =
                switch type {
                case "string": RedisCommand("GET", .string(name))
                case "list": RedisCommand("LRANGE", .string(name), 0, -1)
                case "hash": RedisCommand("HGETALL", .string(name))
                case "zset": RedisCommand("ZRANGE", .string(name), 0, -1)
                default: nil
                }
            guard let command else { continue }
            let reply = try await installation.redis.execute(command)
            for value in reply.array ?? [reply] { texts.append(String(decoding: value.bytes ?? [], as: UTF8.self)) }
        }
        return texts.joined(separator: "\n")
    }

    @Test("From enqueue to results nothing lies in Redis that tells of the sheet, and the key opens it")
    func wholeWay() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let path = try installation.file("secret-sheet.pdf", sheet.bytes)
                let keys = Self.keys(Self.first)
                let sent = try await installation.run(["enqueue", path, "--id", "a"], environment: keys)
                #expect(sent.exitCode == 0, "\(sent.errors)")
                let waiting = try await dump(installation)
                #expect(!waiting.contains("secret-sheet") && !waiting.contains("%PDF"))
                #expect(waiting.contains(#""kid":"k1""#))
                #expect(waiting.contains(#""blobs":["blob:{vote-extraction}:blob:"#))
                let digest = SHA256.hash(data: sheet.bytes).map { String(format: "%02x", $0) }.joined()
                #expect(!waiting.contains(digest), "the sheet may be public")
                let arguments = ["--result-cache-hours", "1"]
                let worker = try installation.worker(asking: model.url, arguments: arguments, environment: keys)
                try await eventually("the result", of: worker) {
                    try await installation.count("LLEN", "results") == 1 ? () : nil
                }
                let names = (sheet.reports[0]?["vote_results"]?.arrayValue ?? []).compactMap {
                    $0["candidate_name"]?.stringValue
                }
                let done = try await dump(installation)
                #expect(!names.isEmpty && names.allSatisfy { !done.contains($0) } && !done.contains("secret-sheet"))
                let shut = try await installation.run("results")
                #expect(try shut.lines().first?["sealed"]?["kid"] == "k1")
                #expect(try shut.lines().first?["status"] == "succeeded")
                #expect(shut.errors.contains("sealed with the key k1"))
                let opened = try await installation.run(["results", "--take"], environment: keys)
                let result = try #require(try opened.lines().first)
                #expect(result["reports"]?[0]?["vote_results"] == sheet.reports[0]?["vote_results"], "\(result.text)")
                #expect(result["sealed"] == nil && opened.errors.isEmpty)
                #expect(try await installation.count("LLEN", "results") == 0, "what was printed was taken")
                #expect(try await worker.stop() == 0)
                // The same pages, under a key that came meanwhile: what was kept is opened with the old one.
                let later = Self.keys(Self.second, Self.first)
                let next = try installation.worker(asking: model.url, arguments: arguments, environment: later)
                _ = try await installation.run(["enqueue", path, "--id", "b"], environment: keys)
                let again = try await installation.nextResult()
                #expect(again["sealed"]?["kid"] == "k2" && model.calls == 1, "\(again.text)")
                #expect(try await next.stop() == 0)
            }
        }
    }

    @Test("A dead letter's job is sealed; with the key it is shown and mended, without it stays shut")
    func deadLetters() async throws {
        try await Installation.with { installation in
            let keys = Self.keys(Self.first)
            let worker = try installation.worker(asking: "http://127.0.0.1:9", environment: keys)
            try await installation.push([
                "id": "plain", "payload": ["files": [["uri": "ftp://secret-host/a", "name": "secret-name"]]],
            ])
            let result = try await installation.nextResult()
            #expect(result["error"]?["type"] == "input.unsupported" && !result.text.contains("secret"))
            let letter = try #require(result["error"]?["dead_letter_id"]?.stringValue)
            let buried = try await dump(installation)
            #expect(!buried.contains("secret"))
            let shut = try await installation.run("dead", "show", letter, "--job")
            #expect(!shut.text.contains("secret") && shut.errors.contains("sealed with the key k1"))
            let opened = try await installation.run(["dead", "show", letter, "--job"], environment: keys)
            #expect(opened.text.contains("secret-name") && opened.exitCode == 0)
            let mended = opened.text.replacingOccurrences(of: "ftp:", with: "file:")
            let edit = ["dead", "edit", letter]
            let blind = try await installation.run(edit, input: Array(mended.utf8))
            #expect(blind.exitCode == 1 && blind.errors.contains("sealed with the key k1"), "\(blind.errors)")
            let edited = try await installation.run(edit, environment: keys, input: Array(mended.utf8))
            #expect(edited.exitCode == 0, "\(edited.errors)")
            let changed = try await dump(installation)
            #expect(!changed.contains("secret"))
            let wrong = mended.replacingOccurrences(of: #""name""#, with: #""sha256""#)
            let refused = try await installation.run(edit, environment: keys, input: Array(wrong.utf8))
            #expect(refused.exitCode == 1 && refused.errors.contains("sha256"), "\(refused.errors)")
            let original = try await installation.run(["dead", "show", letter, "--original"], environment: keys)
            #expect(original.text.contains("ftp:"), "\(original.errors)")
            #expect(try await worker.stop() == 0)
        }
    }

    @Test("A job that nobody can read is sealed, too; with the key it is shown, and mended in its own queue only")
    func unreadable() async throws {
        try await Installation.with { installation in
            let keys = Self.keys(Self.first)
            let worker = try installation.worker(asking: "http://127.0.0.1:9", environment: keys)
            let text = #"{"id": "bad", "payload": {"files": ["secret"]}, "options": {"timeout_ms": "60"}}"#
            try await installation.push(Array(text.utf8))
            let result = try await installation.nextResult()
            #expect(result["error"]?["type"] == "job.undecodable", "\(result.text)")
            let letter = try #require(result["error"]?["dead_letter_id"]?.stringValue)
            let buried = try await dump(installation)
            #expect(!buried.contains("secret"))
            let opened = try await installation.run(["dead", "show", letter, "--job"], environment: keys)
            #expect(opened.text.trimmingCharacters(in: .newlines) == text, "\(opened.errors)")
            let exported = try await installation.run("dead", "export")
            #expect(!exported.text.contains("secret"))
            let elsewhere = ["dead", "import", "--queue", "elsewhere"]
            let refused = try await installation.run(elsewhere, input: Array(exported.text.utf8))
            #expect(refused.exitCode == 1 && refused.errors.contains("sealed for the queue vote-extraction"))
            _ = try await installation.run("dead", "delete", letter)
            let back = try await installation.run(["dead", "import"], input: Array(exported.text.utf8))
            #expect(back.exitCode == 0, "\(back.errors)")
            let sent = try await installation.run("dead", "retry", letter)
            #expect(sent.exitCode == 0, "\(sent.errors)")
            let again = try await installation.nextResult()
            #expect(again["job_id"] == "bad" && again["error"]?["type"] == "job.undecodable", "\(again.text)")
            let buriedAgain = try await dump(installation)
            #expect(!buriedAgain.contains("secret"))
            #expect(try await worker.stop() == 0)
        }
    }

    @Test("Where only what is sealed is taken, plain jobs and pages are refused, and plain results are not shown")
    func requireSealed() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                var strict = Self.keys(Self.first)
                strict["VOTE_EXTRACTOR_REQUIRE_SEALED"] = "1"
                let keyless = try await installation.run(["worker", "--require-sealed"])
                #expect(keyless.exitCode == 2 && keyless.errors.contains("needs keys"), "\(keyless.errors)")
                let path = try installation.file("sheet.pdf", sheet.bytes)
                _ = try await installation.run("enqueue", path, "--id", "plain")
                let named = try await installation.redis.execute(RedisCommand("KEYS", "*:blob:*")).array?.first?.string
                let page = try #require(named)
                let worker = try installation.worker(asking: model.url, environment: strict)
                let plain = try await installation.nextResult()
                #expect(plain["error"]?["type"] == "job.not_sealed", "\(plain.text)")
                let line = JSONValue.object([
                    "id": "page", "payload": ["files": [["name": "p", "uri": .string("blob:\(page)")]]],
                ])
                let piped = try await installation.run(["enqueue", "-"], environment: strict, input: line.serialized())
                #expect(piped.exitCode == 0, "\(piped.errors)")
                let refused = try await installation.nextResult()
                #expect(
                    refused["error"]?["type"] == "input.refused",
                    "what `enqueue -` sends is sealed: \(refused.text)"
                )
                _ = try await installation.run(["enqueue", path, "--id", "good"], environment: strict)
                try await eventually("the result", of: worker) {
                    try await installation.count("LLEN", "results") == 1 ? () : nil
                }
                let forged = #"{"version":1,"job_id":"x","status":"succeeded","reports":["forged"]}"#
                _ = try await installation.redis.execute(
                    RedisCommand("LPUSH", "{vote-extraction}:results", .string(forged))
                )
                let shown = try await installation.run(["results"], environment: strict)
                #expect(!shown.text.contains("forged") && shown.errors.contains("the result of x is plain"))
                #expect(shown.text.contains(#""reports":[{"#), "\(shown.errors)")
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test("The demo shows what was read, with keys as without")
    func demo() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let path = try installation.file("sheet.pdf", sheet.bytes)
                var keys = Self.keys(Self.first)
                keys["VOTE_EXTRACTOR_REQUIRE_SEALED"] = "1"
                let worker = try installation.worker(asking: model.url, environment: keys)
                let shown = try await installation.run(["demo", "--json", path], environment: keys)
                #expect(shown.exitCode == 0, "\(shown.errors)")
                let result = try #require(try shown.lines().first)
                #expect(result["reports"]?[0]?["vote_results"] == sheet.reports[0]?["vote_results"], "\(result.text)")
                let table = try await installation.run(["demo", path], environment: keys)
                #expect(table.text.contains("local-model") && table.errors.isEmpty, "\(table.text) \(table.errors)")
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test("A worker without the key puts the job off without burning an attempt; one with it does it")
    func missingKey() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let path = try installation.file("sheet.pdf", sheet.bytes)
                let keys = Self.keys(Self.first)
                _ = try await installation.run(["enqueue", path, "--id", "a"], environment: keys)
                let blind = try installation.worker(asking: model.url, environment: Self.keys(Self.second))
                // A plain job with a sealed page waits as well.
                let page = try await installation.redis.execute(RedisCommand("KEYS", "*:blob:*")).array?.first?.string
                let uri = JSONValue.string("blob:\(try #require(page))")
                try await installation.push(["id": "b", "payload": ["files": [["name": "p", "uri": uri]]]])
                try await eventually("the jobs to be put off", of: blind) {
                    try await installation.count("ZCARD", "later") == 2 ? () : nil
                }
                #expect(try await blind.stop() == 0)
                let kept = try await dump(installation)
                #expect(kept.components(separatedBy: #""waiting_since_ms":"#).count == 3, "\(kept)")
                #expect(!kept.contains(#""failed_attempts":1"#) && model.calls == 0)
            }
        }
    }

    @Test(arguments: [
        "", "k1:short",
        "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,k1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
    ])
    func wrongKeys(_ text: String) async throws {
        try await Installation.with(redisRuns: false) { installation in
            let path = try installation.file("keys", Array(text.utf8))
            for command in [["worker"], ["results"], ["dashboard"]] {
                let answer = try await installation.run(command + ["--sealing-keys-file", path])
                #expect(answer.exitCode == 2 && !answer.errors.contains("AAECAwQ"), "\(answer.errors)")
            }
        }
    }
}
