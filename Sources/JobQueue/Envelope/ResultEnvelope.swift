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
        for member in members where !Self.ownKeys.contains(member.key) { writer.append(member.key, member.value) }
        if let error { writer.append("error", .object(error)) }
        writer.append("attempts", .array(attempts.map { .object($0) } + (members["attempts"]?.arrayValue ?? [])))
        if let timings { writer.append("timings_ms", timings) }
        writer.append("delivery", .integer(delivery))
        writer.append("worker", worker)
        writer.append("finished_at", finishedAt.rfc3339)
        if let trace { writer.append("trace", trace) }
        writer.append("headers", headers)
        writer.append("tags", tags)
        return writer.finished()
    }

    /// Members that the engine writes itself, or has a part in.
    static let ownKeys: Set<String> = [
        "version", "job_id", "type", "status", "error", "attempts", "timings_ms", "delivery", "worker", "finished_at",
        "trace", "headers", "tags",
    ]

    private var timings: JSONValue? {
        var timings = members["timings_ms"]?.objectValue ?? [:]
        timings["queued"] = queued.map { .integer(Int64($0.milliseconds)) }
        return timings.isEmpty ? nil : .object(timings)
    }

    /// Ids out of the W3C header, which every propagation style that we know writes beside its own.
    private var trace: JSONValue? {
        var trace: JSONObject = [:]
        if let context = TraceParent(headers["traceparent"]) {
            trace["trace_id"] = .string(context.traceID)
            trace["span_id"] = .string(context.spanID)
        }
        for member in members["trace"]?.objectValue ?? [:] where trace[member.key] == nil {
            trace[member.key] = member.value
        }
        return trace.isEmpty ? nil : .object(trace)
    }
}
