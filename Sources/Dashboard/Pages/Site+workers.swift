// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    /// After so long a worker is probably gone: others take its jobs over.
    private static let silence = Duration.seconds(30)
    private static let listedWorkers = 500

    func workersPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let statistics = try await sources.queue.statistics()
        let workers = try await sources.queue.workers(limit: Self.listedWorkers)
        let rows = workers.map { Self.row($0, now: statistics.now) }
        let view = WorkersView(
            count: statistics.workers.grouped,
            workers: rows,
            hasWorkers: !rows.isEmpty,
            slots: rows.map(\.concurrency).reduce(0, +).grouped,
            busy: rows.map(\.running).reduce(0, +).grouped
        )
        let notice = Notice(word: FormFields(parsing: request.uri.query ?? "")["done"])
        return page("workers", "Workers", tab: .workers, context: context, notice: notice, view: view)
    }

    func quietWorker(_ context: DashboardContext) async throws -> Response {
        guard let worker = context.form["worker"], let isQuiet = context.form["quiet"].flatMap(Bool.init) else {
            throw Problem(.unprocessableContent, "Not possible", "The form names no worker.")
        }
        let isThere = try await setQuiet(isQuiet, worker: worker, context)
        return .seeOther("/workers?done=\(isThere ? isQuiet ? "quieted" : "woken" : "no-worker")")
    }

    /// False if the worker is not on the list.
    func setQuiet(_ isQuiet: Bool, worker: String, _ context: DashboardContext) async throws -> Bool {
        guard try await sources.queue.setQuiet(isQuiet, worker: worker) else { return false }
        logger.notice(
            "a worker was told whether to take jobs",
            metadata: ["worker": "\(worker)", "quiet": "\(isQuiet)", "peer": "\(context.peer)"]
        )
        sampler.noteChange()
        return true
    }

    /// Jobs that all of them may run at the same time.
    static func slots(of workers: [WorkerSighting]) -> Int { workers.map(slots).reduce(0, +) }

    private static func slots(of worker: WorkerSighting) -> Int {
        min(max(worker.status["concurrency"]?.intValue ?? 0, 0), 1_000_000)
    }

    private static func row(_ worker: WorkerSighting, now: Moment) -> WorkerRow {
        let count = { (key: String) in worker.status[key]?.intValue?.grouped ?? "–" }
        let silent = now.since(worker.lastBeat)
        let process = worker.status["pid"]?.intValue.map { ", process \($0)" } ?? ""
        return WorkerRow(
            workerID: worker.id,
            host: (worker.status["host"]?.stringValue ?? "–") + process,
            version: worker.status["version"]?.stringValue ?? "–",
            beat: "\(max(silent, .zero).text) ago",
            isSilent: silent > silence,
            isQuiet: worker.status["quiet"]?.boolValue ?? false,
            isQuieted: worker.isQuieted,
            running: worker.status["running"]?.arrayValue?.count ?? 0,
            concurrency: slots(of: worker),
            memory: worker.status["rss_bytes"]?.intValue?.byteCount ?? "–",
            completed: count("completed"),
            retried: count("retried"),
            buried: count("buried"),
            begun: ShownTime(rfc3339: worker.status["started_at"]?.stringValue, now: now)
        )
    }
}
