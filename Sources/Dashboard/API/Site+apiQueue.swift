// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    func apiQueue() async throws -> Response {
        let statistics = try await sources.queue.statistics()
        let dead = statistics.deadLetters
        let latest = sampler.history.last
        let spent = try? await sources.spentToday?()
        let times = Self.percentiles(latest?.runTimes ?? RunTimes())
        return .json([
            "queue": .string(sources.queueName),
            "now": .string(statistics.now.rfc3339),
            "mode": .string(statistics.mode.rawValue),
            "drained": .bool(statistics.isDrained),
            "waiting": .integer(Int64(statistics.waiting)),
            "in_flight": .integer(Int64(statistics.inFlight)),
            "delayed": .integer(Int64(statistics.delayed)),
            "next_due": statistics.nextDue.map { .string($0.rfc3339) } ?? .null,
            "results": .integer(Int64(statistics.results)),
            "workers": .integer(Int64(statistics.workers)),
            "dead": [
                "count": .integer(Int64(dead.count)), "bytes": .integer(Int64(dead.bytes)),
                "dropped_by_count": .integer(Int64(dead.droppedByCount)),
                "dropped_by_age": .integer(Int64(dead.droppedByAge)),
                "dropped_by_bytes": .integer(Int64(dead.droppedByBytes)),
            ],
            "completed_per_second": latest?.completedPerSecond.map { .double($0) } ?? .null,
            "buried_per_second": latest?.buriedPerSecond.map { .double($0) } ?? .null,
            "run_seconds": times,
            "spent_today_usd": spent.map { .double($0) } ?? .null,
        ])
    }

    private static func percentiles(_ times: RunTimes) -> JSONValue {
        let seconds = { (share: Double) -> JSONValue in
            times.percentile(share).map { .double(($0 / .seconds(1)).rounded(toPlaces: 3)) } ?? .null
        }
        return ["runs": .integer(Int64(times.count)), "p50": seconds(0.5), "p95": seconds(0.95), "p99": seconds(0.99)]
    }

    func apiSetMode(_ context: DashboardContext) async throws -> Response {
        guard let mode = try apiBody(context)["mode"]?.stringValue.flatMap(JobQueueMode.init(rawValue:)) else {
            throw Problem(.unprocessableContent, "Not possible", "mode is open, paused or draining.")
        }
        try await sources.queue.setMode(mode)
        logger.notice("the queue's mode was set", metadata: ["mode": "\(mode.rawValue)", "peer": "\(context.peer)"])
        return .json(["mode": .string(mode.rawValue)])
    }

    func apiGates() async throws -> Response {
        let gates = try await sources.gates?() ?? []
        return .json([
            "gates": .array(
                gates.map { gate in
                    [
                        "name": .string(gate.name), "state": .string(gate.state),
                        "reason": gate.reason.map { .string($0) } ?? .null,
                        "seconds": gate.seconds.map { .double($0) } ?? .null,
                        "rate_factor": .double(gate.rateFactor), "failures": .integer(Int64(gate.failures)),
                        "calls_at_once": gate.callsAtOnce.map { .double($0) } ?? .null,
                    ]
                }
            )
        ])
    }

    func apiWorkers(_ request: Request) async throws -> Response {
        let limit = try apiNumber("limit", request, default: 100, in: 1...1000)
        let workers = try await sources.queue.workers(limit: limit)
        return .json([
            "workers": .array(
                workers.map { worker in
                    [
                        "id": .string(worker.id), "last_beat": .string(worker.lastBeat.rfc3339),
                        "quieted": .bool(worker.isQuieted), "status": told(.object(worker.status)),
                    ]
                }
            )
        ])
    }

    func apiQuietWorker(_ context: DashboardContext) async throws -> Response {
        let body = try apiBody(context)
        guard let worker = body["id"]?.stringValue, let isQuiet = body["quiet"]?.boolValue else {
            throw Problem(.unprocessableContent, "Not possible", "id is a worker's, and quiet is true or false.")
        }
        guard try await setQuiet(isQuiet, worker: worker, context) else {
            throw Problem.notFound("There is no such worker on the list.")
        }
        return .json(["id": .string(worker), "quieted": .bool(isQuiet)])
    }

    func apiJob(_ request: Request) async throws -> Response {
        guard let id = FormFields(parsing: request.uri.query ?? "")["id"], id.utf8.count <= Self.longestJobID else {
            throw Problem(.badRequest, "Not understood", "id is missing, or too long.")
        }
        let sighting = try await sources.queue.job(id: id)
        let result = try await sources.results.latestResult(jobID: id, among: Self.searchedResults)
            .flatMap { try? JSONValue(parsing: $0) }
        let letter = try await letterID(of: id)
        let reviewedAt = try await sources.queue.reviews(ofJobs: [id])[id]
        guard sighting != nil || result != nil || letter != nil else {
            throw Problem.notFound("The job does not run, has no answer and did not die of late; it may wait.")
        }
        let run: JSONValue? = sighting?.run.map { run in
            [
                "worker": .string(run.worker), "delivery": .integer(run.delivery),
                "lease_ends": .string(run.leaseEnd.rfc3339),
            ]
        }
        return .json([
            "id": .string(id),
            "run": run ?? .null,
            "answered_at": sighting?.answeredAt.map { .string($0.rfc3339) } ?? .null,
            "cancel_requested_at": sighting?.cancelRequestedAt.map { .string($0.rfc3339) } ?? .null,
            "dead_letter_id": letter.map { .string($0) } ?? .null,
            "reviewed_at": reviewedAt.map { .string($0.rfc3339) } ?? .null,
            "result": result.map(toldResult) ?? .null,
        ])
    }

    func apiResults(_ request: Request) async throws -> Response {
        let offset = try apiNumber("offset", request, default: 0, in: 0...100_000)
        let limit = try apiNumber("limit", request, default: 50, in: 1...200)
        let results = try await sources.results.latestResults(offset: offset, limit: limit)
        return .json(["results": .array(results.map { toldResult((try? JSONValue(parsing: $0)) ?? .null) })])
    }

    /// A result without what was read off the sheet, unless that is shown.
    private func toldResult(_ result: JSONValue) -> JSONValue {
        guard var object = result.objectValue else { return .null }
        guard !configuration.showsContent else { return told(result) }
        object["reports"] = nil
        if var validation = object["validation"]?.objectValue {
            validation["checks"] = .array(
                (validation["checks"]?.arrayValue ?? []).map { check in
                    ["name": check["name"] ?? .null, "passed": check["passed"] ?? .null]
                }
            )
            object["validation"] = .object(validation)
        }
        return told(.object(object))
    }
}
