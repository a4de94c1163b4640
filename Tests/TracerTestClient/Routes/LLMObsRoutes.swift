// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import LLMObservability

/// Spans of LLM Observability.
struct LLMObsRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.json("/llm_observability/trace") { (_: Nothing, body) in try await trace(body) }
    }

    /// The exported span's ids, or nothing: `{}`.
    private struct Exported: Encodable, Sendable {
        let spanId: String?
        let traceId: String?

        init(_ span: LLMObs.ExportedSpan?) {
            spanId = span?.spanID
            traceId = span?.traceID
        }
    }

    /// Makes the spans of a structure; its events have been sent when the answer comes.
    private func trace(_ body: JSONValue) async throws -> Exported {
        guard let client = host.llmobs else {
            throw HTTPError(.badRequest, message: "LLM Observability is off: set DD_LLMOBS_ENABLED to true")
        }
        let structure = try TraceStructure(body["trace_structure_request"] ?? .null)
        let exported = try LLMObs.withClient(client) {
            try TraceRun(tracer: host.tracer).run(structure)
        }
        await client.flush()
        return Exported(exported)
    }
}
