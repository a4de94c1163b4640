// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    /// Nil for results that ask nobody.
    func review(of jobID: String, _ result: JSONValue?, now: Moment) async throws -> ReviewView? {
        let moment = try await sources.queue.reviews(ofJobs: [jobID])[jobID]
        guard moment != nil || result?.needsReview == true else { return nil }
        return ReviewView(isReviewed: moment != nil, reviewedAt: moment.map { ShownTime($0, now: now) })
    }

    func reviewJob(_ context: DashboardContext) async throws -> Response {
        guard let id = context.form["id"], (1...Self.longestJobID).contains(id.utf8.count) else {
            throw Problem(.unprocessableContent, "Not possible", "The job's id is missing, or too long.")
        }
        let isReviewed = context.form["reviewed"] == "1"
        try await note(isReviewed, [id], context)
        return .seeOther("/job?id=\(FormFields.encoded(id))&done=\(isReviewed ? "reviewed" : "unreviewed")")
    }

    func apiReview(_ context: DashboardContext) async throws -> Response {
        let body = try apiBody(context)
        let ids = (body["ids"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard (1...1000).contains(ids.count), ids.allSatisfy({ (1...Self.longestJobID).contains($0.utf8.count) }) else {
            throw Problem(.unprocessableContent, "Not possible", "ids holds 1 to 1000 ids of jobs.")
        }
        guard let isReviewed = body["reviewed"]?.boolValue else {
            throw Problem(.unprocessableContent, "Not possible", "reviewed is true or false.")
        }
        try await note(isReviewed, ids, context)
        return .json(["ids": .array(ids.map { .string($0) }), "reviewed": .bool(isReviewed)])
    }

    private func note(_ isReviewed: Bool, _ ids: [String], _ context: DashboardContext) async throws {
        try await sources.queue.setReviewed(isReviewed, jobIDs: ids)
        sampler.noteChange()
        logger.notice(
            isReviewed ? "results were looked at" : "results were not looked at after all",
            metadata: ["count": "\(ids.count)", "peer": "\(context.peer)"]
        )
    }
}

extension JSONValue {
    /// Whether this result asks a person to look at it.
    var needsReview: Bool { self["status"] == "needs_review" }
}
