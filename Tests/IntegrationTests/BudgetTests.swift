// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Redis
import RedisJobQueue
import TestSupport
import TestTraits
import Testing

/// What calls may cost, and how long they may take.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct BudgetTests {
    /// One dollar for a million tokens of a question, ten for those of an answer: 600 millionths for a scripted answer.
    private static let prices: JSONValue = [
        "format": 1, "currency": "USD", "models": ["local-model": ["input": "1", "output": "10"]],
    ]

    private func prices(_ installation: Installation) throws -> String {
        try installation.file("prices.json", Self.prices.serialized())
    }

    private func push(_ id: String, _ path: String, _ options: JSONObject, _ installation: Installation) async throws {
        try await installation.push([
            "id": .string(id), "options": .object(options),
            "payload": ["files": [.string("file://\(path)")], "max_tokens": 1000],
        ])
    }

    private func today(_ installation: Installation) async throws -> JSONValue? {
        let told = try await installation.run("spend", "--days", "1", "--json")
        #expect(told.exitCode == 0, "\(told.errors)")
        return try told.lines().first
    }

    @Test("What is beyond the day's budget waits for the next day, and spend tells what was spent")
    func dayBudget() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                #expect(try await today(installation) == nil)
                let arguments = ["--prices", try prices(installation), "--day-budget-usd", "0.02"]
                let workers = try (0..<2).map { _ in
                    try installation.worker(asking: model.url, arguments: arguments + ["--concurrency", "1"])
                }
                let path = try installation.file("sheet.pdf", sheet.bytes)
                let jobs = 40
                for number in 0..<jobs { try await push("job-\(number)", path, [:], installation) }
                try await eventually("the last job to be put off") {
                    let settled = try await [
                        installation.count("ZCARD", "later"), installation.count("LLEN", "results"),
                    ]
                    return settled.reduce(0, +) == jobs && model.calls < jobs ? () : nil
                }
                let calls = model.calls
                #expect(try await installation.count("LLEN", "results") == calls && calls > 0 && calls < jobs)
                let day = try #require(try await today(installation))
                #expect(
                    day["spent_usd"]?.doubleValue == Double(600 * calls) / 1e6 && day["reserved_usd"]?.doubleValue == 0
                )
                #expect(day["models"]?[0]?["model"] == "local/local-model")
                #expect(day["calls"]?.intValue == calls)
                let table = try await installation.run("spend")
                #expect(table.text.contains("local/local-model"), "\(table.text)")
                for worker in workers { #expect(try await worker.stop() == 0) }
            }
        }
    }

    @Test("A job beyond its own budget is given up unasked, and cannot have more than the worker's")
    func jobBudget() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let worker = try installation.worker(
                    asking: model.url,
                    arguments: ["--prices", try prices(installation), "--job-budget-usd", "0.05"]
                )
                let path = try installation.file("sheet.pdf", sheet.bytes)
                try await push("poor", path, ["budget_usd": 0.001], installation)
                let poor = try await installation.nextResult()
                #expect(poor["status"] == "failed" && poor["error"]?["type"] == "budget.exceeded", "\(poor.text)")
                try await installation.push([
                    "id": "greedy", "options": ["budget_usd": 1000],
                    "payload": ["files": [.string("file://\(path)")], "max_tokens": 65_536],
                ])
                let greedy = try await installation.nextResult()
                #expect(greedy["error"]?["type"] == "budget.exceeded", "\(greedy.text)")
                #expect(model.calls == 0)
                try await push("modest", path, [:], installation)
                #expect(try await installation.nextResult()["cost_usd"]?.doubleValue == 0.0006)
                #expect(try await worker.stop() == 0)
            }
        }
    }

    @Test("The same pages cost nothing the second time, also at another worker")
    func cached() async throws {
        let sheet = try await Sheet.pdf
        try await withScriptedModel(sheet) { model in
            try await Installation.with { installation in
                let arguments = ["--prices", try prices(installation), "--result-cache-hours", "2"]
                let path = try installation.file("sheet.pdf", sheet.bytes)
                var results: [JSONValue] = []
                for id in ["first", "second"] {
                    let worker = try installation.worker(asking: model.url, arguments: arguments)
                    try await push(id, path, [:], installation)
                    results.append(try await installation.nextResult())
                    #expect(try await worker.stop() == 0)
                }
                #expect(results.map { $0["status"] } == ["succeeded", "succeeded"], "\(results[0].text)")
                #expect(results.map { $0["cached"] } == [nil, true])
                #expect(results.map { $0["cost_usd"]?.doubleValue } == [0.0006, 0])
                #expect(results[0]["reports"] == results[1]["reports"] && model.calls == 1)
                #expect(try await today(installation)?["calls"] == 1)
            }
        }
    }

    @Test("A call ends with the time of its job, which then is expired, with the call told")
    func deadline() async throws {
        let sheet = try await Sheet.pdf
        let model = try ScriptedModel(sheet.reports, answers: 1)
        defer { model.stop() }
        try await Installation.with { installation in
            let worker = try installation.worker(asking: model.url)
            let path = try installation.file("sheet.pdf", sheet.bytes)
            try await push("first", path, [:], installation)
            #expect(try await installation.nextResult()["status"] == "succeeded", "the worker is there")
            let now = Int64(Date.now.timeIntervalSince1970 * 1000)
            try await push("late", path, ["deadline_ms": .integer(now + 10_000)], installation)
            try await push("slow", path, ["timeout_ms": 9_000, "max_attempts": 1], installation)
            for _ in 0..<2 {
                let result = try await installation.nextResult()
                let isLate = result["job_id"] == "late"
                #expect(result["status"]?.stringValue == (isLate ? "expired" : "failed"), "\(result.text)")
                #expect(result["error"]?["type"]?.stringValue == (isLate ? "job.deadline" : "llm.timeout"))
                #expect(result["attempts"]?[0]?["error_type"] == "llm.timeout")
            }
            #expect(try await worker.stop() == 0)
        }
    }

    @Test(arguments: [
        ["--day-budget-usd", "0"], ["--day-budget-usd", "-1"], ["--job-budget-usd", "0.0000001"],
        ["--job-budget-usd", "much"], ["--day-budget-usd", "5", "--model", "local-other"],
        ["--result-cache-hours", "0"],
    ])
    func wrongUse(_ arguments: [String]) async throws {
        try await Installation.with(redisRuns: false) { installation in
            let answer = try await installation.run(["worker"] + arguments)
            #expect(answer.exitCode == 2 && answer.output.isEmpty, "\(answer.errors)")
        }
    }

    @Test func wrongVariable() async throws {
        try await Installation.with(redisRuns: false) { installation in
            let answer = try await installation.run(
                ["worker", "--model", "local-model"],
                environment: ["VOTE_EXTRACTOR_DAY_BUDGET_USD": "1,5"]
            )
            #expect(answer.exitCode == 2 && answer.errors.contains("VOTE_EXTRACTOR_DAY_BUDGET_USD"), "\(answer.errors)")
        }
    }
}
