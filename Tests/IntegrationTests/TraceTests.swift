// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import TestTraits
import Testing

/// The traces that dashboards are built on, from a job whose first call of the model fails.
@Suite(.limitedParallelism, .enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct TraceTests {
    @Test func aFileHoldsTheWholeTree() async throws {
        try await Installation.with { installation in
            let path = installation.folder.path + "/spans.jsonl"
            try await runJob(installation, agent: "file://\(path)")
            let lines = try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n"))
            let traces = try lines.flatMap { try JSONValue(parsing: Array($0))["traces"]?.arrayValue ?? [] }
            try expectTree(traces.flatMap { $0.arrayValue ?? [] })
        }
    }

    @Test(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint)))
    func anAgentGetsTheWholeTree() async throws {
        try await withDatadogTestAgent { agent in
            try await Installation.with { installation in
                try await runJob(installation, agent: agent.url)
                let order: JSONValue = ["url": .string(agent.url)]
                let traces = try await PythonScript("agent_traces.py").run(input: order.serialized())
                try expectTree(try JSONValue(parsing: traces).arrayValue?.flatMap { $0.arrayValue ?? [] } ?? [])
            }
        }
    }

    private func runJob(_ installation: Installation, agent: String) async throws {
        let sheet = try await Sheet.pdf
        let model = try await installation.localModel("--fault", "script=status=503,ok")
        let worker = try installation.worker(
            asking: model.url,
            environment: [
                "DD_TRACE_ENABLED": "true", "DD_TRACE_AGENT_URL": agent, "DD_SERVICE": "vote-extractor",
                "DD_ENV": "test", "DD_VERSION": "1.2.3",
            ]
        )
        let path = try installation.file("sheet.pdf", sheet.bytes)
        try await installation.push([
            "id": "traced", "user": ["id": "u-1", "role": "officer"],
            "payload": ["files": [.string("file://\(path)"), .string("file://\(path)")]],
        ])
        let result = try await installation.nextResult()
        #expect(result["usage"]?["calls"] == 2, "\(result.text)")
        #expect(try await model.program.stop() == 0)
        // Ending the worker sends what it still holds.
        #expect(try await worker.stop() == 0, "\(worker.errors)")
    }

    private static let tree = """
        extraction.job
          vote_extraction.workflow
            vote_extraction.upload
              processing.parallel
                processing.file_0
                processing.file_1
            preprocess_images
              preprocessing
            vote_extraction.extract
              extraction.with_fallback
                extraction.with_retry
                  extraction.attempt
                    call_gemini
                      llm.call
                  extraction.attempt
                    call_gemini
                      llm.call
            postprocess_result
            validate_result
              validation
        """

    private func expectTree(_ spans: [JSONValue]) throws {
        let spans = spans.sorted { ($0["start"]?.intValue ?? 0) < ($1["start"]?.intValue ?? 0) }
        #expect(Set(spans.map { $0["trace_id"] }).count == 1)
        #expect(Set(spans.map { $0["service"] }) == ["vote-extractor"])
        let root = try #require(spans.first { $0["name"] == "extraction.job" })
        #expect(rendered(root, spans, depth: 0).joined(separator: "\n") == Self.tree)
        try expectTags(spans)
    }

    /// Names by depth; files, which run side by side, in order of their names. Resizing is left out: a PDF has none.
    private func rendered(_ span: JSONValue, _ spans: [JSONValue], depth: Int) -> [String] {
        let name = span["name"]?.stringValue ?? ""
        var children = spans.filter { $0["parent_id"] == span["span_id"] && $0["name"] != "preprocessing.resize" }
        if name == "processing.parallel" {
            children.sort { ($0["name"]?.stringValue ?? "") < ($1["name"]?.stringValue ?? "") }
        }
        return [String(repeating: "  ", count: depth) + name]
            + children.flatMap { rendered($0, spans, depth: depth + 1) }
    }

    private func expectTags(_ spans: [JSONValue]) throws {
        for (name, tags, metrics) in Self.expected {
            let span = try #require(spans.last { $0["name"] == .string(name) }, "\(name)")
            for (tag, value) in tags { #expect(span["meta"]?[tag] == .string(value), "\(name) \(tag)") }
            for (metric, value) in metrics {
                #expect(span["metrics"]?[metric]?.doubleValue == value, "\(name) \(metric)")
            }
        }
        let failed = try #require(spans.first { $0["name"] == "extraction.attempt" })
        #expect(failed["error"] == 1 && failed["meta"]?["error.type"] == "llm.capacity", "\(failed.text)")
        #expect(failed["meta"]?["retry.success"] == "false")
        let root = try #require(spans.first { $0["name"] == "extraction.job" })
        #expect(root["meta"]?["env"] == "test" && root["meta"]?["version"] == "1.2.3")
        #expect(root["resource"] == "vote_extraction" && (root["error"] ?? 0) == 0)
        for metric in ["request.duration_ms", "job.delivery", "job.queue_latency_ms"] {
            #expect(root["metrics"]?[metric]?.doubleValue != nil, "\(metric)")
        }
    }

    /// The promise to dashboards, by span: tags and metrics with their values in this job.
    private static let expected: [(name: String, tags: [String: String], metrics: [String: Double])] = [
        (
            "extraction.job",
            [
                "request.id": "traced", "request.user": "u-1", "user.id": "u-1", "user.role": "officer",
                "request.success": "true", "operation.type": "extraction", "messaging.system": "redis",
                "messaging.destination.name": "vote-extraction", "messaging.message.id": "traced",
                "span.kind": "consumer",
            ],
            ["request.file_count": 2, "job.attempt": 1]
        ),
        (
            "vote_extraction.workflow",
            ["workflow.name": "vote_extraction", "workflow.model": "local-model", "workflow.success": "true"],
            ["workflow.file_count": 2]
        ),
        ("vote_extraction.upload", [:], ["upload.count": 2]),
        (
            "processing.parallel", ["parallel.all_succeeded": "true"],
            ["parallel.task_count": 2, "parallel.successes": 2, "parallel.failures": 0]
        ),
        ("processing.file_1", ["file.name": "sheet.pdf", "processing.success": "true"], [:]),
        ("preprocessing", ["task.name": "preprocess_images", "task.success": "true"], ["task.input_count": 2]),
        ("vote_extraction.extract", ["llm.model": "local-model", "extraction.success": "true"], [:]),
        (
            "extraction.with_fallback",
            [
                "extraction.model.primary": "local-model", "extraction.model.used": "local-model",
                "extraction.fallback_used": "false", "extraction.success": "true",
            ], [:]
        ),
        ("extraction.with_retry", ["retry.success": "true"], ["retry.attempts_used": 2]),
        ("extraction.attempt", ["retry.success": "true"], ["retry.attempt_number": 2]),
        (
            "llm.call",
            ["tool.name": "call_gemini", "tool.success": "true", "llm.model_name": "local-model"],
            ["llm.input_images": 2]
        ),
        ("postprocess_result", ["task.success": "true", "output.format": "json"], [:]),
        ("validation", ["task.name": "validate_result"], [:]),
    ]
}
