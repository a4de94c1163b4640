// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import LLMObservability

/// Events through the agent's proxy, field by field as ddtrace sends them.
@Suite(.enabled(if: Captures.arePresent, Captures.hint)) struct ProxyCaptureTests {
    private func compare(
        _ name: String,
        except deliberate: [Deliberate] = [],
        configuration: LLMObsConfiguration = .test(),
        sourceLocation: SourceLocation = #_sourceLocation,
        _ scenario: (TestBed) async throws -> Void
    ) async throws {
        try await withTestBed(configuration: configuration) { bed in
            try await bed.run(scenario)
            let theirs = try Captures.spanEvents("\(name)__evp_proxy")
            expectSame(try bed.spanEvents(), theirs, except: deliberate, sourceLocation: sourceLocation)
        }
    }

    @Test func annotations() async throws {
        try await compare("llmobs_annotate_llm") { FeatureScenarios.annotateLLM($0) }
    }

    @Test func errors() async throws {
        try await compare(
            "llmobs_errors",
            except: [
                .stack,
                Deliberate("seed error tags/status", "setting the tag error marks the span, as the guide means it"),
                Deliberate("seed error tags/tags/error", "the same"),
                Deliberate("seed error tags/meta/error", "the same"),
            ]
        ) { FeatureScenarios.errors($0) }
    }

    @Test func hierarchy() async throws {
        try await compare("llmobs_hierarchy") { await FeatureScenarios.hierarchy($0) }
    }

    @Test func annotationContext() async throws {
        try await compare(
            "llmobs_annotation_context",
            except: [
                Deliberate(
                    "renamed (2)/tags/prompt_tracking_instrumentation_method",
                    "a task has no prompt: ddtrace drops the prompt but leaves its mark"
                )
            ]
        ) { FeatureScenarios.annotationContext($0) }
    }

    @Test func processor() async throws {
        try await compare(
            "llmobs_processor",
            except: [Deliberate("tags/span.kind", "ddtrace leaves there what it told the processor")],
            configuration: .test { $0.processor = FeatureScenarios.process }
        ) { FeatureScenarios.processor($0) }
    }

    @Test func evaluationsSpans() async throws {
        try await compare("llmobs_evaluations") { try FeatureScenarios.evaluations($0) }
    }

    @Test func distributed() async throws {
        try await compare("llmobs_distributed") { _ = FeatureScenarios.distributed($0) }
    }

    @Test func oversize() async throws {
        try await compare("llmobs_oversize") { FeatureScenarios.oversize($0) }
    }

    @Test func batch() async throws {
        try await compare("llmobs_batch") { FeatureScenarios.batch($0, 4) }
    }

    @Test func noApplication() async throws {
        try await compare("llmobs_no_ml_app", configuration: .test { $0.mlApp = nil }) { FeatureScenarios.batch($0, 1) }
    }

    @Test func modelCalls() async throws {
        try await compare("llmobs_google_genai_integration", except: [.stack]) { FeatureScenarios.modelCalls($0) }
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

    @Test func seedCompleteExample() async throws {
        try await compare("seed_complete_example", except: [.decorator]) { await SeedScenarios.completeExample($0) }
    }
}
