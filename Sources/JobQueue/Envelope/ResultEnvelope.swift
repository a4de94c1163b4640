// SPDX-License-Identifier: Apache-2.0

public import JSON

/// The one terminal answer to a job: result envelope version 1.
public struct ResultEnvelope: Sendable {
    /// The terminal states of a job.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// Done, every check passed.
        case succeeded
        /// Done, but a person should look at it.
        case needsReview = "needs_review"
        /// Became a dead letter.
        case failed
        /// Cancelled on request.
        case cancelled
        /// Its deadline passed before it was done.
        case expired
    }

    /// The job's id; nil only for a job whose id could not be read.
    public var jobID: String?
    /// The job's type.
    public var type: String
    /// The terminal state.
    public var status: Status
    /// What the handler made: reports, validation, model, usage …
    public var members: JSONObject = [:]
    /// Error members of a job that did not succeed.
    public var error: JSONObject?
    /// Records of failed runs.
    public var attempts: [JSONObject] = []
    /// How long the job waited before this run.
    public var queued: Duration?
    /// The delivery number.
    public var delivery: Int64
    /// The worker that settled it.
    public var worker: String
    /// When.
    public var finishedAt: Moment
    /// Trace context of the job span, with which a consumer continues the trace.
    public var headers: [String: String] = [:]
    /// The job's tags.
    public var tags: [String: String] = [:]

    /// The envelope's bytes: one JSON object.
    ///
    /// The engine's members win over a handler's of the same name; the handler's `attempts` (tries within this run)
    /// follow the engine's (earlier runs), and its members of `trace` stand beside the engine's.
    public var bytes: [UInt8] {
        var writer = MemberWriter()
        writer.append("version", 1)
        writer.append("job_id", jobID.map { .string($0) } ?? .null)
        writer.append("type", type)
        writer.append("status", status.rawValue)
        for member in members where !Self.ownKeys.contains(member.key) {
            writer.append(named: member.key, member.value)
        }
        if let error { writer.append("error", .object(error)) }
        writer.append("attempts", .array(attempts.map { .object($0) } + (members["attempts"]?.arrayValue ?? [])))
        appendTimings(to: &writer)
        writer.append("delivery", .integer(delivery))
        writer.append("worker", worker)
        writer.append("finished_at", finishedAt.rfc3339)
        appendTrace(to: &writer)
        writer.append("headers", headers)
        writer.append("tags", tags)
        return writer.finish()
    }

    /// Members that the engine writes itself, or has a part in.
    static let ownKeys: Set<String> = [
        "version", "job_id", "type", "status", "error", "attempts", "timings_ms", "delivery", "worker", "finished_at",
        "trace", "headers", "tags",
    ]

    private func appendTimings(to writer: inout MemberWriter) {
        let others = (members["timings_ms"]?.objectValue ?? [:]).lazy.filter { $0.key != "queued" }
        guard queued != nil || !others.isEmpty else { return }
        writer.append("timings_ms") { timings in
            if let queued { timings.append("queued", .integer(Int64(queued.milliseconds))) }
            for other in others { timings.append(named: other.key, other.value) }
        }
    }

    /// Ids out of the W3C header, which every propagation style that we know writes beside its own.
    private func appendTrace(to writer: inout MemberWriter) {
        let context = TraceParent(headers["traceparent"])
        let own: Set<String> = context == nil ? [] : ["trace_id", "span_id"]
        let others = (members["trace"]?.objectValue ?? [:]).lazy.filter { !own.contains($0.key) }
        guard context != nil || !others.isEmpty else { return }
        writer.append("trace") { trace in
            if let context {
                trace.append("trace_id", context.traceID)
                trace.append("span_id", context.spanID)
            }
            for other in others { trace.append(named: other.key, other.value) }
        }
    }
}
