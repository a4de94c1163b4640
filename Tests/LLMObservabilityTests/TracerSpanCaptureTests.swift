// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import JSON
import TestSupport
import Testing
import Tracing

@testable import LLMObservability

/// Events inside the tracer's spans, and what those spans carry besides, as ddtrace sends them.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct TracerSpanCaptureTests {
    private func compare(
        _ name: String,
        except deliberate: [Deliberate] = [],
        configuration: LLMObsConfiguration = .test(),
        sourceLocation: SourceLocation = #_sourceLocation,
        _ scenario: (TestBed) async throws -> Void
    ) async throws {
        var configuration = configuration
        configuration.exportMode = .apmSpans
        try await withTestBed(configuration: configuration) { bed in
            try await bed.run(scenario)
            let ours = try bed.capture.popSpans().map { try Self.ours($0.finished) }
            let theirs = try Captures.spans("\(name)__apm_agent").map(Self.theirs)
            expectSame(ours, theirs, except: deliberate, sourceLocation: sourceLocation)
            #expect(try bed.spanEvents().isEmpty, sourceLocation: sourceLocation)
        }
    }

    /// A span with its event, as far as it has one and the two libraries are to agree on it.
    static func ours(_ span: FinishedSpan) throws -> JSONValue {
        let meta = JSONObject(span.meta.map { ($0.key, .string($0.value)) })
        let metrics = JSONObject(span.metrics.map { ($0.key, .double($0.value)) })
        return row(
            event: try span.metaStruct["_llmobs"].map(StructReader.read),
            span: [
                "span_id": .string(String(span.spanID)),
                "parent_id": span.parentID.map { .string(String($0)) } ?? .null,
                "trace_id": .string(String(span.traceID.low)), "name": .string(span.name),
                "resource": .string(span.resource), "type": span.type.isEmpty ? .null : .string(span.type),
                "error": .integer(span.isError ? 1 : 0), "start": .integer(span.start),
            ],
            tags: (meta, metrics)
        )
    }

    static func theirs(_ span: JSONValue) -> JSONValue {
        var fields = span.objectValue ?? [:]
        for key in ["parent_id", "type"] where fields[key] == nil { fields[key] = .null }
        if fields["error"] == nil { fields["error"] = 0 }
        return row(
            event: span["meta_struct"]?["_llmobs"]?["__msgpack_bin_decoded__"],
            span: fields,
            tags: (span["meta"]?.objectValue ?? [:], span["metrics"]?.objectValue ?? [:])
        )
    }

    private static func row(
        event: JSONValue?,
        span: JSONObject,
        tags: (meta: JSONObject, metrics: JSONObject)
    ) -> JSONValue {
        var row = event?.objectValue ?? [:]
        row["span_id"] = span["span_id"]
        row["start_ns"] = span["start"]
        row["name"] = row["name"] ?? span["name"]
        var own = row["_dd"]?.objectValue ?? [:]
        own["trace_id"] = span["trace_id"]
        row["_dd"] = .object(own)
        var apm = JSONObject()
        for key in ["name", "resource", "type", "parent_id", "error"] { apm[key] = span[key] }
        for (key, value) in tags.meta where key.hasPrefix("gen_ai.") || key.hasPrefix("llmobs_") { apm[key] = value }
        apm["marker"] = tags.meta["_dd.llmobs.artificial_gen_ai_tags"]
        for (key, value) in tags.metrics where key.hasPrefix("gen_ai.") { apm[key] = value }
        row["apm"] = .object(apm)
        return .object(row)
    }

    @Test func annotations() async throws {
        try await compare("llmobs_annotate_llm") { FeatureScenarios.annotateLLM($0) }
    }

    @Test func errors() async throws {
        try await compare(
            "llmobs_errors",
            except: [
                .stack,
                Deliberate("seed error tags/apm/error", "setting the tag error marks the span"),
                Deliberate("seed error tags/meta/error", "the same"),
            ]
        ) { FeatureScenarios.errors($0) }
    }

    @Test func hierarchy() async throws {
        try await compare("llmobs_hierarchy") { await FeatureScenarios.hierarchy($0) }
    }

    @Test func annotationContext() async throws {
        let mark = "renamed (2)/tags/prompt_tracking_instrumentation_method"
        try await compare(
            "llmobs_annotation_context",
            except: [Deliberate(mark, "a task has no prompt")]
        ) { FeatureScenarios.annotationContext($0) }
    }

    @Test func processor() async throws {
        try await compare(
            "llmobs_processor",
            except: [Deliberate("tags/span.kind", "ddtrace leaves there what it told the processor")],
            configuration: .test { $0.processor = FeatureScenarios.process }
        ) { FeatureScenarios.processor($0) }
    }

    @Test func distributed() async throws {
        try await compare("llmobs_distributed") { _ = FeatureScenarios.distributed($0) }
    }

    @Test func evaluationsSpans() async throws {
        try await compare("llmobs_evaluations") { try FeatureScenarios.evaluations($0) }
    }

    @Test func seedWorkflowThatEndsEarly() async throws {
        try await compare(
            "seed_current_span_as_context_manager",
            except: [.decorator]
        ) { await SeedScenarios.workflowThatEndsEarly($0) }
    }

    @Test func seedWorkflowAsync() async throws {
        try await compare("seed_workflow_async", except: [.decorator]) { try await SeedScenarios.workflowAsync($0) }
    }

    @Test func seedWorkflowAsyncError() async throws {
        try await compare(
            "seed_workflow_async_error",
            except: [.decorator, .stack]
        ) { await SeedScenarios.workflowAsyncError($0) }
    }

    @Test func seedWorkflowSync() async throws {
        try await compare("seed_workflow_sync", except: [.decorator]) { SeedScenarios.workflowSync($0) }
    }

    @Test func seedExplicitParent() async throws {
        try await compare(
            "seed_explicit_parent_ok",
            except: [.decorator]
        ) { try await SeedScenarios.explicitParentOK($0) }
    }

    @Test func seedExplicitParentError() async throws {
        try await compare(
            "seed_explicit_parent_error",
            except: [.decorator, .stack]
        ) { await SeedScenarios.explicitParentError($0) }
    }

    @Test func seedFallbackPrimary() async throws {
        try await compare(
            "seed_fallback_primary_ok",
            except: [.decorator]
        ) { try await SeedScenarios.fallback($0, broken: []) }
    }

    @Test func seedFallbackUsed() async throws {
        try await compare(
            "seed_fallback_used",
            except: [.decorator]
        ) { try await SeedScenarios.fallback($0, broken: ["gemini-2.5-flash"]) }
    }

    @Test func seedFallbackBothFail() async throws {
        let broken: Set = ["gemini-2.5-flash", "gemini-2.5-flash-lite"]
        try await compare(
            "seed_fallback_both_fail",
            except: [.decorator, .stack]
        ) { try? await SeedScenarios.fallback($0, broken: broken) }
    }

    @Test func seedCompleteExample() async throws {
        try await compare("seed_complete_example", except: [.decorator]) { await SeedScenarios.completeExample($0) }
    }

    @Test func exportOutsideOfAnySpan() async throws {
        // The reference raises an error; here there is nothing to export.
        try await withTestBed { bed in
            await bed.run { bed in
                bed.capture.tracer.withSpan("experiment.run") { _ in #expect(LLMObs.exportSpan() == nil) }
            }
        }
        let observed = try Captures.load("seed_pattern3_export_span_none__apm_agent")["observed"]?.text ?? ""
        #expect(observed.contains("LLMObsExportSpanError"))
    }

    /// Large events would make the whole trace too large.
    @Test func largeEventsGoByThemselves() async throws {
        try await withTestBed(configuration: .test { $0.exportMode = .apmSpans }) { bed in
            await bed.run { bed in
                LLMObs.workflow("small") { _ in FeatureScenarios.batch(bed, 1, padding: 100_000) }
            }
            let events = try bed.spanEvents()
            #expect(events.map { $0["name"] } == ["t0"])
            let spans = bed.capture.popSpans()
            #expect(spans.map { $0.metaStruct.isEmpty } == [false, true])
            #expect(spans.map { $0.tag("_dd.llmobs.submitted") } == [nil, "1"])
            #expect(bed.client.statistics.snapshot.spans.handedToTracer == 1)
        }
    }

    /// Rejected traces: the agent will not keep the spans, so the events go by themselves, and the spans say so.
    @Test func rejectedTraces() async throws {
        let rules = ["DD_TRACE_SAMPLING_RULES": #"[{"sample_rate":0}]"#]
        try await withTestBed(tracing: rules, configuration: .test { $0.exportMode = .apmSpans }) { bed in
            await bed.run { FeatureScenarios.sampledOut($0) }
            let name = "llmobs_sampled_out__apm_agent"
            expectSame(try bed.spanEvents(), try Captures.spanEvents(name))
            let spans = bed.capture.popSpans()
            let theirs = try Captures.spans(name)
            #expect(spans.count == theirs.count)
            for span in theirs { #expect(span["meta"]?["_dd.llmobs.submitted"] == "1" && span["meta_struct"] == nil) }
            for span in spans { #expect(span.tag("_dd.llmobs.submitted") == "1" && span.metaStruct.isEmpty) }
        }
    }
}
