// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import Tracing

@testable import LLMObservability

/// The scenarios of the reference program `seed_patterns.py` that make spans of LLM Observability, in Swift.
///
/// Python's decorators annotate arguments and results by themselves; here that is written out.
enum SeedScenarios {
    private static let files: JSONValue = ["File(form-a.jpg)", "File(form-b.jpg)"]

    private static func preprocess(_ tracer: DatadogTracer) async {
        await LLMObs.task("preprocess_images") { span in
            span.annotate(input: ["files": files])
            await tracer.withSpan("preprocessing.resize") { _ in await Task.yield() }
            span.annotate(output: ["b'xxxxxxxx'", "b'yyyy'"])
        }
    }

    private static func validate(_ result: JSONValue, _ tracer: DatadogTracer) async throws -> JSONValue {
        try await LLMObs.tool("validate_result") { span in
            span.annotate(input: ["result": result])
            try await tracer.withSpan("validation.check") { _ in
                await Task.yield()
                guard result["vote_results"] != nil else { throw Failure("builtins.ValueError", "No vote results") }
            }
            span.annotate(output: result)
            return result
        }
    }

    private static func callModel() async -> JSONValue {
        await LLMObs.llm("call_llm", model: "gemini-2.5-flash", provider: "google") { span in
            await Task.yield()
            span.annotate(input: [.user("read the form")])
            span.annotate(output: [.assistant(#"{"vote_results": [1]}"#)])
            span.annotate(metadata: ["temperature": 0.0, "max_tokens": 16384])
            span.annotate(usage: .init(input: 258, output: 42, total: 300))
            return ["vote_results": [1]]
        }
    }

    @discardableResult
    static func extract(
        _ tracer: DatadogTracer,
        input: JSONValue,
        result: JSONValue? = nil
    ) async throws -> JSONValue {
        try await LLMObs.workflow("extract_vote_data") { span in
            span.annotate(input: input)
            span.apmSpan.attributes["workflow.name"] = "vote_extraction"
            span.apmSpan.attributes["workflow.file_count"] = 2
            await preprocess(tracer)
            let answer = await callModel()
            let checked = try await validate(result ?? answer, tracer)
            span.annotate(output: checked)
            return checked
        }
    }

    /// The guide's `with tracer.current_span()` ends the workflow before its task begins: what that makes are two traces.
    static func workflowThatEndsEarly(_ bed: TestBed) async {
        let span = LLMObs.workflow.start("extract_as_written")
        span.annotate(input: ["files": files])
        span.apmSpan.attributes["workflow.name"] = "vote_extraction"
        span.apmSpan.attributes["workflow.file_count"] = 2
        span.end()
        await preprocess(bed.capture.tracer)
    }

    static func workflowAsync(_ bed: TestBed) async throws {
        try await extract(bed.capture.tracer, input: ["files": files])
    }

    static func workflowAsyncError(_ bed: TestBed) async {
        let input: JSONValue = ["files": files, "result": [:]]
        _ = try? await extract(bed.capture.tracer, input: input, result: [:])
    }

    static func workflowSync(_ bed: TestBed) {
        LLMObs.workflow("sync_workflow", sessionID: "sess-1") { span in
            span.annotate(input: ["n": 3, "opt": "o"])
            LLMObs.agent("sync_agent") { span in
                span.annotate(input: ["goal": "goal"])
                LLMObs.task("renamed_task") { span in
                    span.annotate(input: ["x": 3])
                    bed.capture.tracer.withSpan("plain.apm.child") { _ in
                        LLMObs.tool("sync_tool") { span in
                            span.annotate(input: ["x": 3])
                            span.annotate(output: 6)
                        }
                    }
                    span.annotate(output: 6)
                }
                span.annotate(output: 6)
            }
            span.annotate(output: ["answer": 6])
        }
    }

    static func explicitParent(_ bed: TestBed, result: JSONValue? = nil) async throws {
        let tracer = bed.capture.tracer
        try await tracer.withSpan("vote_extraction.request") { request in
            request.attributes["service.name"] = "vote-extractor"
            tracer.withSpan("vote_extraction.upload") { _ in }
            _ = try await tracer.withSpan("vote_extraction.extract") { _ in
                try await extract(tracer, input: ["files": files, "result": result ?? nil], result: result)
            }
            tracer.withSpan("vote_extraction.validate") { _ in }
        }
    }

    static func explicitParentOK(_ bed: TestBed) async throws { try await explicitParent(bed) }

    static func explicitParentError(_ bed: TestBed) async { try? await explicitParent(bed, result: [:]) }

    static func fallback(_ bed: TestBed, broken: Set<String>) async throws {
        let tracer = bed.capture.tracer
        let primary = "gemini-2.5-flash"
        let fallback = "gemini-2.5-flash-lite"
        try await LLMObs.workflow("extract_with_fallback") { span in
            span.annotate(input: ["files": ["a"], "model": .string(primary)])
            let used = try await tracer.withSpan("extraction.with_fallback") { apm in
                await Task.yield()
                guard broken.contains(primary) else { return primary }
                guard broken.contains(fallback) else { return fallback }
                apm.attributes["error.type"] = "ExtractionFailure"
                throw Failure("__main__.ExtractionException", "Extraction failed with all models")
            }
            span.annotate(output: ["model": .string(used)])
        }
    }

    static func completeExample(_ bed: TestBed) async {
        let tracer = bed.capture.tracer
        await LLMObs.workflow("vote_extraction_workflow") { span in
            span.annotate(input: ["files": ["File(form-a.jpg)"]])
            await LLMObs.task("preprocess_images_task") { span in
                span.annotate(input: ["files": ["File(form-a.jpg)"]])
                await tracer.withSpan("preprocessing") { _ in await Task.yield() }
                span.annotate(output: ["img"])
            }
            await LLMObs.tool("call_gemini_tool") { span in
                span.annotate(input: ["images": ["img"], "model": "gemini-2.5-flash"])
                await tracer.withSpan("llm.call") { _ in await Task.yield() }
                span.annotate(output: "raw")
            }
            await LLMObs.task("validate_result_task") { span in
                span.annotate(input: ["result": ["raw": "raw"]])
                await tracer.withSpan("validation") { _ in await Task.yield() }
                span.annotate(output: ["raw": "raw"])
            }
            span.annotate(output: ["raw": "raw"])
        }
    }
}
