// SPDX-License-Identifier: Apache-2.0

import Dashboard
import DatadogTracing
import Extraction
import Foundation
import JobQueue
import ModelClient
import RedisJobQueue
import Sealing

extension DashboardSources {
    /// A queue in Redis, with the gates of models and what their calls cost beside it.
    init(
        _ queue: RedisJobQueue,
        name: String,
        gates: any GateControl,
        spending: any SpendStore,
        traces: TraceFiles?,
        seal: ContentSeal?,
        requiresSealed: Bool,
        pages: ShownPages,
        pageSchemes: Set<String>
    ) {
        let results = OpenedResults(queue: queue, seal: seal, requiresSealed: requiresSealed)
        self.init(queue: queue, queueName: name, results: results)
        self.seal = seal
        self.gates = { try await gates.gates().map(GateFigures.init) }
        // Days without calls are left out.
        spentToday = { try await spending.days(1).first?.spent.dollars ?? 0 }
        complaint = { job in
            guard job.type == JobEnvelope.defaultType, !SealedForm.isSealed(payload: job.payload) else { return nil }
            do throws(ExtractionError) {
                _ = try ExtractionRequest(payload: job.payload, allowsSafetyFallback: false)
                return nil
            } catch {
                return "The payload is not good: \(error.message)"
            }
        }
        pictures = { file, page in try await pages.picture(of: file, page: page) }
        pictureSchemes = pageSchemes
        if let traces { spans = { traceID in await traces.spansAside(of: traceID).map(TraceSpan.init) } }
    }
}

extension TraceFiles {
    /// Reading takes its time: on a thread of its own.
    fileprivate func spansAside(of traceID: String) async -> [FinishedSpan] {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: spans(of: traceID)) }
        }
    }
}

extension GateFigures {
    fileprivate init(_ gate: GateStatus) {
        self.init(
            name: gate.key,
            state: gate.state,
            reason: gate.reason,
            seconds: gate.seconds,
            rateFactor: gate.rateFactor,
            failures: gate.failures,
            callsAtOnce: gate.callsAtOnce
        )
    }
}

extension TraceSpan {
    fileprivate init(_ span: FinishedSpan) {
        self.init(
            id: "\(span.spanID)",
            parent: span.parentID.map { "\($0)" },
            name: span.name,
            resource: span.resource,
            start: span.start,
            duration: span.duration,
            isError: span.isError
        )
    }
}
