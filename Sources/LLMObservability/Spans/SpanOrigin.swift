// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Tracing

/// Where a span of LLM Observability belongs: its trace and parent, and what it inherits.
struct SpanOrigin: Sendable {
    let trace: LLMObsTrace
    /// Decimal, or `undefined` for the first of a trace.
    let parentID: String
    let mlApp: String
    let sessionID: String?
    let agent: AgentReference?
    let experiment: ExperimentMembership?

    var isRoot: Bool { parentID == PropagatedSpan.root }

    /// These tags, and those that say where the span belongs.
    func tags(over common: [String: String]) -> [String: String] {
        var tags = common
        tags["ml_app"] = mlApp
        tags["agent_service"] = mlApp
        if let sessionID { tags["session_id"] = sessionID }
        if let experiment { tags.merge(experiment.tags) { $1 } }
        return tags
    }
}

extension SpanOrigin {
    /// Below the nearest open span of this process, else below that of the process from which the trace came, else the
    /// first of a new trace.
    static func resolved(
        _ opening: SpanOpening,
        below parent: SpanRecord?,
        apmTraceID: TraceID,
        client: LLMObsClient
    ) -> SpanOrigin {
        if let parent { return below(parent, opening) }
        let sender = PropagatedSpan(opening.context.datadogSpanContext?.propagationTags ?? [:])
        guard let sender, sender.hasParent else {
            let trace = LLMObsTrace(id: client.newTraceID(), apmTraceID: apmTraceID, sampler: client.sampler)
            return SpanOrigin(
                trace: trace,
                parentID: PropagatedSpan.root,
                mlApp: opening.mlApp ?? sender?.mlApp ?? client.mlApp,
                sessionID: trace.session(opening.sessionID ?? sender?.sessionID),
                agent: nil,
                experiment: opening.experiment
            )
        }
        let trace = LLMObsTrace(id: sender.traceID ?? apmTraceID, receiving: sender.verdict)
        return SpanOrigin(
            trace: trace,
            parentID: sender.parentID,
            mlApp: opening.mlApp ?? sender.mlApp ?? client.mlApp,
            sessionID: trace.session(opening.sessionID ?? sender.sessionID),
            agent: sender.agent,
            experiment: opening.experiment
        )
    }

    private static func below(_ parent: SpanRecord, _ opening: SpanOpening) -> SpanOrigin {
        SpanOrigin(
            trace: parent.origin.trace,
            parentID: parent.spanIDText,
            mlApp: opening.mlApp ?? parent.origin.mlApp,
            sessionID: parent.origin.trace.session(opening.sessionID ?? parent.origin.sessionID),
            agent: parent.agentForChildren,
            experiment: opening.experiment ?? parent.origin.experiment
        )
    }
}
