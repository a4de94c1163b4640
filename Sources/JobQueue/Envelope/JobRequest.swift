// SPDX-License-Identifier: Apache-2.0

public import JSON

/// A job to be sent, as ``JobQueueDriver/enqueue(_:)-(JobRequest...)`` takes it.
///
///     try await queue.enqueue(JobRequest(type: "thumbnail", payload: ["image": "blob:1", "width": 120]))
public struct JobRequest: Sendable {
    /// Unique among jobs; 1 to 128 characters. The same id is the same job: sent again, it is not done again.
    public var id = newID()
    /// Names the handler.
    public var type: String
    /// What the handler gets.
    public var payload: JSONValue
    /// What is asked of the engine, such as a delay or a deadline.
    public var options = JobOptions()
    /// On whose behalf.
    public var user: JobUser?
    /// Kept on result and dead letter, and what those are found by.
    public var tags: [String: String] = [:]
    /// Sent along, at most 8 KiB; trace context joins them when the job is sent, and replaces what has the same name.
    public var headers: [String: String] = [:]

    /// Creates a request with a new id.
    public init(type: String = JobEnvelope.defaultType, payload: JSONValue) {
        self.type = type
        self.payload = payload
    }

    /// The envelope, version 1, whose headers are the request's and these.
    ///
    /// - Throws: ``JobQueueError`` of code `invalid` where a worker could not read it.
    func envelope(adding context: [String: String], enqueuedAt: Moment) throws(JobQueueError) -> [UInt8] {
        var envelope: JSONObject = [
            "version": .integer(Int64(JobEnvelope.currentVersion)),
            "id": .string(id),
            "type": .string(type),
            "enqueued_at": .string(enqueuedAt.rfc3339),
            "headers": .object(JSONObject(strings: headers.merging(context) { _, added in added })),
            "payload": payload,
            "options": .object(options.members),
            "tags": .object(JSONObject(strings: tags)),
        ]
        envelope["user"] = user.map { .object($0.members) }
        let bytes = JSONValue.object(envelope).serialized()
        do {
            // How large it may be, only the workers know.
            _ = try JobEnvelope(decoding: bytes, maximumBytes: .max / 2)
        } catch {
            throw JobQueueError(.invalid, "job \(id) was not sent: \(error.message)")
        }
        return bytes
    }
}
