// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JobQueue
import Logging

extension Site {
    func overviewPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let statistics = try await sources.queue.statistics()
        let groups = try await sources.queue.deadLetterGroups(by: .errorType, limit: 10, after: nil)
        let gates = try? await sources.gates?()
        let spent = try? await sources.spentToday?()
        let history = sampler.history
        let dead = statistics.deadLetters
        let dropped = dead.droppedByAge + dead.droppedByBytes + dead.droppedByCount
        let view = OverviewView(
            figures: figures(statistics, history.last, spent: spent),
            mode: statistics.mode.rawValue,
            modeMeaning: Self.meaning(of: statistics),
            isPaused: statistics.mode == .paused,
            isDraining: statistics.mode == .draining,
            isOpen: statistics.mode == .open,
            waitingLine: Sparkline(history.map { Double($0.statistics.waiting) }, meaning: "Jobs that wait") {
                Int($0).grouped
            },
            rateLine: Sparkline(history.compactMap(\.completedPerSecond), meaning: "Jobs done", text: \.rateText),
            runTimeLine: Sparkline(
                history.compactMap { $0.runTimes.percentile(0.95).map { $0 / .seconds(1) } },
                meaning: "Time within which 95 of 100 runs end"
            ) { Duration.seconds($0).text },
            classes: groups.map { Self.row($0, of: dead.count, now: statistics.now) },
            gates: (gates ?? []).map(Self.row),
            hasGates: sources.gates != nil,
            dropped: dropped > 0 ? dropped.grouped : nil
        )
        let notice = Notice(word: FormFields(parsing: request.uri.query ?? "")["done"])
        return page("overview", "Overview", tab: .overview, context: context, notice: notice, view: view)
    }

    private func figures(_ statistics: QueueStatistics, _ sample: Sample?, spent: Double?) -> [Figure] {
        let dead = statistics.deadLetters
        let due = statistics.nextDue.map { "next \(ShownTime($0, now: statistics.now).age)" }
        return [
            Figure(key: "waiting", label: "Waiting", value: statistics.waiting.grouped),
            Figure(key: "in_flight", label: "In flight", value: statistics.inFlight.grouped, href: "/jobs"),
            Figure(
                key: "delayed",
                label: "Due later",
                value: statistics.delayed.grouped,
                hint: due,
                href: "/jobs#later"
            ),
            Figure(key: "results", label: "Results waiting", value: statistics.results.grouped, href: "/results"),
            Figure(
                key: "dead",
                label: "Dead letters",
                value: dead.count.grouped,
                hint: dead.count > 0 ? dead.bytes.byteCount : nil,
                href: "/dead",
                isBad: dead.count > 0
            ),
            Figure(
                key: "workers",
                label: "Workers",
                value: statistics.workers.grouped,
                hint: sample.map { "\(Self.slots(of: $0.workers).grouped) slots" },
                href: "/workers"
            ),
            Self.rate("rate", "Done", sample?.completedPerSecond),
            Self.rate("burial_rate", "Given up", sample?.buriedPerSecond),
        ] + Self.runTimes(sample) + spending(spent)
    }

    private static func rate(_ key: String, _ label: String, _ perSecond: Double?) -> Figure {
        Figure(key: key, label: label, value: perSecond?.rate.number ?? "–", hint: perSecond?.rate.unit)
    }

    private static func runTimes(_ sample: Sample?) -> [Figure] {
        [(50, "half of the runs"), (95, "95 of 100 runs"), (99, "99 of 100 runs")].map { percent, meaning in
            let time = sample?.runTimes.percentile(Double(percent) / 100)
            let value = time.map { "≈ \($0.text)" } ?? "–"
            return Figure(key: "p\(percent)", label: "Run, p\(percent)", value: value, hint: meaning)
        }
    }

    private func spending(_ spent: Double?) -> [Figure] {
        guard sources.spentToday != nil else { return [] }
        return [Figure(key: "spent_today", label: "Spent today", value: spent?.dollars ?? "–", hint: "by UTC")]
    }

    private static func meaning(of statistics: QueueStatistics) -> String {
        switch statistics.mode {
        case .open: "Jobs are handed out."
        case .paused: "No jobs are handed out. What runs goes on."
        case .draining:
            statistics.isDrained
                ? "Drained: nothing that was begun is left." : "Nothing new is begun; what was begun is being ended."
        }
    }

    private static func row(_ group: DeadLetterGroup, of total: Int, now: Moment) -> ErrorClassRow {
        ErrorClassRow(
            className: group.name,
            count: group.count.grouped,
            share: total > 0 ? Int((100 * Double(group.count) / Double(total)).rounded()) : 0,
            href: "/dead?class=\(FormFields.encoded(group.name))",
            last: ShownTime(group.lastDiedAt, now: now)
        )
    }

    private static func row(_ gate: GateFigures) -> GateRow {
        let time = gate.seconds.map { " for \(Duration.seconds($0).text)" } ?? ""
        return GateRow(
            gateName: gate.name,
            state: gate.state,
            isClosed: gate.state != "open",
            because: gate.reason.map { $0 + time },
            rate: "\(Int((gate.rateFactor * 100).rounded())) %",
            failures: gate.failures
        )
    }

    func setMode(_ context: DashboardContext) async throws -> Response {
        guard let mode = context.form["mode"].flatMap(JobQueueMode.init(rawValue:)) else {
            throw Problem(.unprocessableContent, "Not possible", "The mode is open, paused or draining.")
        }
        try await sources.queue.setMode(mode)
        logger.notice("the queue's mode was set", metadata: ["mode": "\(mode.rawValue)", "peer": "\(context.peer)"])
        return .seeOther("/?done=mode")
    }
}
