// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Extraction
import ModelClient
import Testing

@Suite("The span tree of a job that succeeds")
struct SpanTreeTests {
    /// Each span as its path of names from the workflow.
    private func paths(_ spans: [CapturedSpan]) -> Set<String> {
        Set(
            spans.map { span in
                var names = [span.name]
                var parent = span.parent
                while let above = parent {
                    names.insert(above.name, at: 0)
                    parent = above.parent
                }
                return names.joined(separator: "/")
            }
        )
    }

    private func run() async throws -> (PipelineFixture, [CapturedSpan]) {
        let fixture = try PipelineFixture(Samples.good)
        let files = [Samples.file("a.png"), Samples.file("b.png")]
        let (outcome, spans) = await fixture.run(ExtractionRequest(files: files))
        _ = try outcome.get()
        return (fixture, spans)
    }

    @Test("Names and parents are those that dashboards know")
    func tree() async throws {
        let (_, spans) = try await run()
        let workflow = "vote_extraction.workflow"
        let upload = "\(workflow)/vote_extraction.upload"
        let extract = "\(workflow)/vote_extraction.extract"
        let retry = "\(extract)/extraction.with_fallback/extraction.with_retry"
        let expected: Set<String> = [
            workflow, upload, "\(upload)/processing.parallel", "\(upload)/processing.parallel/processing.file_0",
            "\(upload)/processing.parallel/processing.file_1", "\(workflow)/preprocess_images",
            "\(workflow)/preprocess_images/preprocessing",
            "\(workflow)/preprocess_images/preprocessing/preprocessing.resize", extract,
            "\(extract)/extraction.with_fallback", retry, "\(retry)/extraction.attempt",
            "\(retry)/extraction.attempt/call_gemini", "\(retry)/extraction.attempt/call_gemini/llm.call",
            "\(workflow)/postprocess_result", "\(workflow)/validate_result", "\(workflow)/validate_result/validation",
        ]
        #expect(paths(spans) == expected, "\(spans.tree)")
        #expect(spans.all(named: "preprocessing.resize").count == 2)
        #expect(!spans.contains { $0.isError })
    }

    @Test(
        "Tags",
        arguments: [
            (
                "vote_extraction.workflow",
                [
                    "workflow.name": "vote_extraction", "workflow.model": "gemini-a",
                    "workflow.success": "true", "prompt.id": "thai-ss518",
                ]
            ),
            ("processing.parallel", ["parallel.all_succeeded": "true"]),
            ("processing.file_1", ["file.index": "1", "file.name": "b.png", "processing.success": "true"]),
            ("preprocess_images", ["task.name": "preprocess_images", "task.success": "true"]),
            (
                "preprocessing",
                [
                    "task.name": "preprocess_images", "task.success": "true",
                    "input.format": "image/png",
                ]
            ),
            ("vote_extraction.extract", ["llm.model": "gemini-a", "extraction.success": "true"]),
            (
                "extraction.with_fallback",
                [
                    "extraction.model.primary": "gemini-a",
                    "extraction.model.used": "gemini-a", "extraction.fallback_used": "false",
                    "extraction.success": "true",
                ]
            ),
            ("extraction.with_retry", ["retry.success": "true"]),
            ("extraction.attempt", ["retry.success": "true"]),
            ("call_gemini", ["tool.name": "call_gemini", "tool.success": "true"]),
            (
                "llm.call",
                [
                    "tool.name": "call_gemini", "tool.provider": "gemini", "tool.success": "true",
                    "llm.model_name": "gemini-a", "llm.model_provider": "google", "llm.provider": "gemini",
                    "llm.temperature": "0.0", "llm.max_tokens": "16384", "llm.finish_reason": "STOP",
                ]
            ),
            (
                "postprocess_result",
                [
                    "task.name": "postprocess_result", "task.success": "true",
                    "output.format": "json",
                ]
            ),
            (
                "validation",
                [
                    "task.name": "validate_result", "task.success": "true", "validation.success": "true",
                    "validation.has_data": "true",
                ]
            ),
        ] as [(String, [String: String])]
    )
    func tags(_ name: String, _ expected: [String: String]) async throws {
        let (_, spans) = try await run()
        let span = try #require(spans.first(named: name))
        for (key, value) in expected {
            #expect(span.tag(key) == value, "\(key)")
        }
    }

    @Test(
        "Metrics",
        arguments: [
            ("vote_extraction.workflow", ["workflow.file_count": 2]),
            ("vote_extraction.upload", ["upload.count": 2]),
            ("processing.parallel", ["parallel.task_count": 2, "parallel.successes": 2, "parallel.failures": 0]),
            ("processing.file_0", ["file.size_bytes": Double(Samples.png.count)]),
            (
                "preprocessing",
                [
                    "task.input_count": 2, "task.output_count": 2, "preprocessing.file_count": 2,
                    "input.file_count": 2, "input.total_size_bytes": Double(2 * Samples.png.count),
                ]
            ),
            ("vote_extraction.extract", ["llm.tokens.total": 120, "extraction.files_processed": 2]),
            ("extraction.with_retry", ["retry.max_attempts": 4, "retry.attempts_used": 1]),
            ("extraction.attempt", ["retry.attempt_number": 1, "retry.wait_seconds": 0]),
            (
                "llm.call",
                [
                    "llm.input_images": 2, "llm.tokens.prompt": 100, "llm.tokens.completion": 20,
                    "llm.tokens.total": 120,
                ]
            ),
            ("postprocess_result", ["output.records_count": 1]),
            ("validation", ["validation.score": 1]),
        ] as [(String, [String: Double])]
    )
    func metrics(_ name: String, _ expected: [String: Double]) async throws {
        let (_, spans) = try await run()
        let span = try #require(spans.first(named: name))
        for (key, value) in expected {
            #expect(span.metric(key) == value, "\(key)")
        }
    }

    @Test("Durations and shares are there as metrics")
    func present() async throws {
        let (_, spans) = try await run()
        #expect(spans.first(named: "vote_extraction.workflow")?.metric("workflow.total_duration_ms") != nil)
        #expect(spans.first(named: "preprocessing")?.metric("task.total_size_mb") != nil)
        #expect(spans.first(named: "preprocessing")?.metric("preprocessing.total_size_mb") != nil)
        let validation = try #require(spans.first(named: "validation"))
        #expect(validation.metric("validation.checks_passed") == validation.metric("validation.checks_total"))
    }

    @Test("Nothing that stands on the sheet or in the prompt is on a span")
    func nothingSensitive() async throws {
        let (_, spans) = try await run()
        let texts = spans.flatMap { $0.meta.values }
        for secret in ["Somchai", "Phrae", "ยี่สิบ", "JSON array"] {
            #expect(!texts.contains { $0.contains(secret) })
        }
    }
}
