// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    private static let shownWorkers = 200
    private static let shownJobs = 300
    private static let shownWaiting = 20

    func jobsPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let statistics = try await sources.queue.statistics()
        let workers = try await sources.queue.workers(limit: Self.shownWorkers)
        let running = workers.flatMap { worker in
            (worker.status["running"]?.arrayValue ?? []).map { Self.row($0, worker, now: statistics.now) }
        }
        let waiting = try await sources.queue.waitingJobs(offset: 0, limit: Self.shownWaiting)
        let later = try await sources.queue.delayedJobs(offset: 0, limit: Self.shownWaiting)
        let untold = statistics.inFlight - running.count
        let view = JobsView(
            running: Array(running.prefix(Self.shownJobs)),
            hasRunning: !running.isEmpty,
            inFlight: statistics.inFlight.grouped,
            untold: untold > 0 ? untold.grouped : nil,
            waiting: waiting.map { WaitingRow($0, due: nil, now: statistics.now) },
            waitingCount: statistics.waiting.grouped,
            hasWaiting: !waiting.isEmpty,
            later: later.map { WaitingRow($0.bytes, due: $0.due, now: statistics.now) },
            laterCount: statistics.delayed.grouped,
            hasLater: !later.isEmpty
        )
        let notice = Notice(word: FormFields(parsing: request.uri.query ?? "")["done"])
        return page("jobs", "Jobs", tab: .jobs, context: context, notice: notice, view: view)
    }

    private static func row(_ job: JSONValue, _ worker: WorkerSighting, now: Moment) -> RunningRow {
        let id = job["job_id"]?.stringValue
        let lasted = job["for_ms"]?.intValue.flatMap { (0...Int(Int32.max)).contains($0) ? $0 : nil } ?? 0
        return RunningRow(
            jobID: id ?? "not read yet",
            href: id.map { "/job?id=\(FormFields.encoded($0))" },
            stage: job["stage"]?.stringValue ?? "–",
            since: (Duration.milliseconds(lasted) + max(now.since(worker.lastBeat), .zero)).text,
            attempt: job["attempt"]?.intValue,
            worker: worker.id
        )
    }

    func cancelJob(_ context: DashboardContext) async throws -> Response {
        guard let id = context.form["id"], id.utf8.count <= Self.longestJobID else {
            throw Problem(.unprocessableContent, "Not possible", "The job's id is missing, or too long.")
        }
        let asked = try await sources.queue.cancel([id])
        logger.notice("a job is to be cancelled", metadata: ["job.id": "\(id)", "peer": "\(context.peer)"])
        return .seeOther("/job?id=\(FormFields.encoded(id))&done=\(asked.isEmpty ? "answered" : "cancelled")")
    }

    func runJob(_ context: DashboardContext) async throws -> Response {
        guard let id = context.form["id"], id.utf8.count <= Self.longestJobID else {
            throw Problem(.unprocessableContent, "Not possible", "The job's id is missing, or too long.")
        }
        let due = try await runNow([id], context)
        return .seeOther("/job?id=\(FormFields.encoded(id))&done=\(due.isEmpty ? "not-delayed" : "due")")
    }

    /// As long as ids may be, in the longest encoding.
    static let longestJobID = 512
}

extension WaitingRow {
    init(_ bytes: [UInt8], due: Moment?, now: Moment) {
        let job = try? JobEnvelope(decoding: bytes)
        waitingID = job?.id ?? "cannot be read"
        href = job.map { "/job?id=\(FormFields.encoded($0.id))" }
        type = job?.type ?? "–"
        when = (due ?? job?.enqueuedAt).map { ShownTime($0, now: now) }
        failedRuns = job.flatMap { $0.run.failedAttempts > 0 ? $0.run.failedAttempts : nil }
    }
}
