// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSON
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// The commands that people and scripts use beside the worker.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct CommandTests {
    /// The one test that reads pixels, all the way from a picture to numbers.
    @Test func enqueueWaitsForTheNumbersOfAPicture() async throws {
        let sheet = try await Sheet.png
        try await Installation.with { installation in
            let model = try await installation.localModel()
            let worker = try installation.worker(asking: model.url)
            let path = try installation.file("sheet.png", sheet.bytes)
            let answer = try await installation.run("enqueue", path, "--wait", "--id", "pic", "--tag", "a=b=c")
            #expect(answer.exitCode == 0, "\(answer.errors)")
            let result = try #require(try answer.lines().first)
            #expect(try answer.lines().count == 1)
            #expect(result["job_id"] == "pic" && result["status"] == "succeeded", "\(result.text)")
            #expect(sheet.hasSameNumbers(as: result["reports"]))
            #expect(result["tags"] == ["a": "b=c"])
            try await installation.expectIdle()
            #expect(try await worker.stop() == 0)
            #expect(try await model.program.stop() == 0)
        }
    }

    @Test func aWaitForAFailedJobFails() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(asking: model.url)
                let path = try installation.file("not-a-sheet.txt", Array("hello".utf8))
                let answer = try await installation.run("enqueue", path, "--wait")
                #expect(answer.exitCode == 1)
                #expect(try answer.lines().first?["status"] == "failed")
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test func resultsAreShownAndTaken() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(asking: model.url)
                let path = try installation.file("sheet.pdf", sheet.bytes)
                for id in ["one", "two"] {
                    #expect(try await installation.run("enqueue", path, "--id", id).text == id + "\n")
                    try await eventually("the answer") {
                        try await installation.count("ZCARD", "done") == (id == "one" ? 1 : 2) ? () : nil
                    }
                }
                for command in [["results"], ["results"], ["results", "--take", "--limit", "2"]] {
                    let shown = try await installation.run(command)
                    #expect(shown.exitCode == 0)
                    #expect(try shown.lines().map { $0["job_id"] } == ["one", "two"])
                }
                let nothing = try await installation.run("results")
                #expect(nothing.exitCode == 0 && nothing.output.isEmpty)
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test func aJobThatFoundTheModelDownIsSentBackWhenItIsUp() async throws {
        let sheet = try await Sheet.pdf
        try await Installation.with { installation in
            let port = try LoopbackPort.unused()
            let worker = try installation.worker(asking: "http://127.0.0.1:\(port)")
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await installation.push([
                "id": "unlucky", "payload": ["files": [.string("file://\(path)")]], "options": ["max_attempts": 1],
            ])
            let failed = try await installation.nextResult()
            #expect(failed["status"] == "failed" && failed["error"]?["type"] == "llm.server", "\(failed.text)")
            let letter = try #require(failed["error"]?["dead_letter_id"]?.stringValue)

            try await expectListed(letter, installation)
            let model = try await installation.localModel(port: port)
            let retried = try await installation.run("dead", "retry", letter)
            #expect(retried.exitCode == 0, "\(retried.errors)")
            let result = try await installation.nextResult()
            #expect(result["job_id"] == "unlucky" && result["status"] == "succeeded", "\(result.text)")
            #expect(sheet.hasSameNumbers(as: result["reports"]))
            #expect(try await installation.run("dead", "list", "--json").output.isEmpty)
            #expect(try await installation.run("dead", "retry", letter).exitCode == 3)
            try await installation.expectIdle()
            #expect(try await worker.stop() == 0)
            #expect(try await model.program.stop() == 0)
        }
    }

    private func expectListed(_ letter: String, _ installation: Installation) async throws {
        let table = try await installation.run("dead", "list")
        #expect(table.exitCode == 0 && table.text.contains(letter) && table.text.contains("llm.server"))
        #expect(try await installation.run("dead", "list", "--class", "llm.timeout", "--json").output.isEmpty)
        let stats = try JSONValue(parsing: try await installation.run("dead", "stats", "--json").output)
        #expect(stats["counted"] == 1 && stats["totals"]?["count"] == 1 && stats["by_class"] == ["llm.server": 1])
        #expect(stats["by_stage"] == ["model": 1] && stats["by_age"]?["1h"] == 1, "\(stats.text)")
        #expect(stats["groups"]?[0]?["count"] == 1 && stats["by_model"] == ["local-model": 1])
        let words = try await installation.run("dead", "stats", "--class", "llm.timeout")
        #expect(words.exitCode == 0 && words.errors.contains("0 dead letters counted"), "\(words.errors)")
        let shown = try await installation.run("dead", "show", letter)
        let record = try JSONValue(parsing: shown.output)
        #expect(record["id"] == .string(letter) && record["reason"] == "attempts_exhausted")
        #expect(record["attempts"]?[0]?["tries"]?.arrayValue?.count == 3, "the calls within the one run")
        let dry = try await installation.run("dead", "retry", "--all", "--class", "llm.server", "--dry-run")
        #expect(dry.exitCode == 0 && dry.text == letter + "\n")
    }

    @Test(arguments: [
        ["--no-such-option"], ["no-such-command"], ["worker", "--concurrency", "0"],
        ["worker", "--lease-seconds", "1"],
        ["enqueue"], ["results", "--follow"], ["dead", "retry"], ["results", "--redis", "http://localhost"],
        ["worker", "--profile", "no-such-profile"], ["local-model", "--fault", "nonsense"],
    ])
    func wrongUseExitsWithTwo(arguments: [String]) async throws {
        try await Installation.with { installation in
            let answer = try await installation.run(arguments)
            #expect(answer.exitCode == 2, "\(answer.errors)")
            #expect(!answer.errors.isEmpty && answer.output.isEmpty)
        }
    }

    @Test func enqueueSendsTheLinesOfItsInput() async throws {
        try await Installation.with { installation in
            let lines = (0..<250).map { #"{"id":"j\#($0)","tags":{"place":"แพร่"}}"# }
            let text = lines.joined(separator: "\n\n") + "\r\n"
            let answer = try await installation.run(["enqueue", "-"], input: Array(text.utf8))
            #expect(answer.exitCode == 0 && answer.errors == "250 jobs enqueued\n", "\(answer.errors)")
            let jobs = try await installation.queue.waitingJobs(offset: 0, limit: 300)
            #expect(jobs == lines.map { Array($0.utf8) }, "byte by byte")
        }
    }

    @Test(arguments: [Array(#"{"id":"bad"#.utf8), Array(#"{"id":"a\#u{1}b"}"#.utf8), [0x7B, 0xFF, 0x7D]])
    func enqueueStopsAtALineThatCannotBeReadAndSaysWhatWent(line: [UInt8]) async throws {
        try await Installation.with { installation in
            let good = (0..<230).map { #"{"id":"j\#($0)"}"# + "\n" }.joined()
            let answer = try await installation.run(["enqueue", "-"], input: Array(good.utf8) + line)
            #expect(answer.exitCode == 1)
            #expect(answer.errors.contains("line 231") && answer.errors.contains("200 jobs were"), "\(answer.errors)")
            #expect(try await installation.count("LLEN", "jobs") == 200)
        }
    }

    /// Such as the output of a program that runs for hours.
    @Test func enqueueSendsWhatIsThereAndSaysAtCtrlCHowMuchItWas() async throws {
        try await Installation.with { installation in
            let path = installation.folder.path + "/pipe"
            let pipe = try OpenPipe(path: path)
            let program = try installation.start(["enqueue", "-"], inputPath: path)
            pipe.write(#"{"id":"whole"}"# + "\n" + #"{"id":"#)
            try await eventually("the line", of: program) {
                try await installation.count("LLEN", "jobs") == 1 ? () : nil
            }
            pipe.write(#""in halves"}"# + "\n")
            try await eventually("the other line", of: program) {
                try await installation.count("LLEN", "jobs") == 2 ? () : nil
            }
            program.send(SIGINT)
            #expect(try await program.exitCode() == 130)
            // The last reply may not have been read yet.
            let accounts = ["2 jobs were enqueued before.", "1 jobs were enqueued before, and perhaps 1 more."]
            #expect(accounts.contains { program.errors.contains($0) }, "\(program.errors)")
        }
    }

    @Test func whatIsNotThereExitsWithThree() async throws {
        try await Installation.with { installation in
            for command in [["dead", "show", "dl-9"], ["dead", "retry", "dl-9"]] {
                let answer = try await installation.run(command)
                #expect(answer.exitCode == 3 && answer.errors.contains("dl-9") && answer.output.isEmpty)
            }
        }
    }

    @Test func failuresExitWithOne() async throws {
        try await Installation.with(redisRuns: false) { installation in
            let missing = try await installation.run("enqueue", "/no/such/sheet.pdf")
            #expect(missing.exitCode == 1 && missing.errors.contains("/no/such/sheet.pdf"))
            let down = try await installation.run("dead", "list")
            #expect(down.exitCode == 1 && !down.errors.isEmpty)
        }
    }
}
