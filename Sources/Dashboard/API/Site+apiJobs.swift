// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    func apiJobs(_ request: Request) async throws -> Response {
        let word = FormFields(parsing: request.uri.query ?? "")["state"] ?? ListedJob.State.waiting.rawValue
        guard let state = ListedJob.State(rawValue: word) else {
            throw Problem(.badRequest, "Not understood", "state is running, waiting or delayed.")
        }
        let offset = try apiNumber("offset", request, default: 0, in: 0...1_000_000_000)
        let limit = try apiNumber("limit", request, default: 50, in: 1...1000)
        let jobs = try await sources.queue.listedJobs(state, offset: offset, limit: limit)
        return .json(["jobs": .array(jobs.map { told(.object($0.json)) })])
    }

    func apiRunJobs(_ context: DashboardContext) async throws -> Response {
        let due = try await runNow(try apiJobIDs(context), context)
        return .json(["due": .array(due.map { .string($0) })])
    }

    func apiCancel(_ context: DashboardContext) async throws -> Response {
        let ids = try apiJobIDs(context)
        let asked = try await sources.queue.cancel(ids)
        logger.notice("jobs are to be cancelled", metadata: ["count": "\(asked.count)", "peer": "\(context.peer)"])
        return .json(["cancelling": .array(asked.map { .string($0) })])
    }

    private func apiJobIDs(_ context: DashboardContext) throws(Problem) -> [String] {
        let ids = (try apiBody(context)["ids"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard (1...1000).contains(ids.count), ids.allSatisfy({ $0.utf8.count <= Self.longestJobID }) else {
            throw Problem(.unprocessableContent, "Not possible", "ids holds 1 to 1000 ids of jobs.")
        }
        return ids
    }

    /// Has jobs that are put off run as soon as a worker is free; returns the ids of those that were put off.
    func runNow(_ ids: [String], _ context: DashboardContext) async throws -> [String] {
        let found = try await sources.queue.delayedJobs(ids: Set(ids), among: Self.searchedDelayed)
        let due = Set(try await sources.queue.hasten(Array(found.values)))
        let hastened = ids.filter { found[$0].map(due.contains) ?? false }
        logger.notice("jobs are due at once", metadata: ["count": "\(hastened.count)", "peer": "\(context.peer)"])
        return hastened
    }

    /// How many of the jobs that are put off one is looked for among: the request has to end.
    private static let searchedDelayed = 20_000
}
