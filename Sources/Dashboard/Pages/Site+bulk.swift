// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JobQueue

extension Site {
    /// The page on which somebody says what shall be done to all letters that fulfil the conditions.
    func bulkPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        guard canChange else {
            throw Problem(.forbidden, "Read-only", "This dashboard shows everything and changes nothing.")
        }
        let totals = try await sources.queue.deadLetterTotals()
        let query = try DeadQuery(FormFields(parsing: request.uri.query ?? ""), now: totals.now)
        let view = BulkView(
            conditions: Self.conditions(query),
            hasConditions: !query.isEmpty,
            hidden: Self.hidden(query),
            total: totals.count.grouped,
            backHref: "/dead?\(query.query)",
            latest: bulk.all.prefix(5).map(BulkRow.init),
            hasLatest: !bulk.all.isEmpty
        )
        return page("bulk", "Many letters", tab: .dead, context: context, view: view)
    }

    func startBulk(_ context: DashboardContext) async throws -> Response {
        let form = context.form
        guard let kind = form["kind"].flatMap(BulkChange.Kind.init(rawValue:)) else {
            throw Problem(.unprocessableContent, "Not possible", "It is not said what shall be done.")
        }
        guard kind != .delete || form["confirm"] == "yes" else {
            throw Problem(.unprocessableContent, "Not confirmed", "Tick that the letters shall go for good.")
        }
        let now = try await sources.queue.deadLetterTotals().now
        let change = try await bulk.start(kind, try DeadQuery(form, now: now), rate: try Self.rate(form["rate"]))
        return .seeOther("/bulk/\(change.id)")
    }

    static func rate(_ text: String?) throws(Problem) -> Double? {
        guard let text else { return nil }
        guard let rate = Double(text), (0.001...1_000_000).contains(rate) else {
            throw Problem(
                .unprocessableContent,
                "Not possible",
                "The rate is from 0.001 to 1,000,000 letters a second."
            )
        }
        return rate
    }

    func bulkProgressPage(_ context: DashboardContext) throws -> Response {
        let change = try bulkChange(context)
        let view = BulkProgressView(change, conditions: Self.conditions(of: change))
        return page(
            "bulk_progress",
            view.bulkTitle,
            tab: .dead,
            context: context,
            refreshes: change.state == .running,
            view: view
        )
    }

    func stopBulk(_ context: DashboardContext) throws -> Response {
        let change = try bulkChange(context)
        _ = bulk.stop(change.id)
        return .seeOther("/bulk/\(change.id)")
    }

    func bulkChange(_ context: DashboardContext) throws(Problem) -> BulkChange {
        guard let change = bulk[context.parameters.get("id") ?? ""] else {
            throw .notFound("There is no such change. Of those that have ended only the last ones are remembered.")
        }
        return change
    }

    private static func conditions(of change: BulkChange) -> [Fact] {
        (try? DeadQuery(FormFields(parsing: change.query), now: change.until)).map(conditions) ?? []
    }

    private static func conditions(_ query: DeadQuery) -> [Fact] {
        DeadQuery.names.flatMap { name in query.fields.all(name).map { Fact(name: name, value: $0) } }
    }

    private static func hidden(_ query: DeadQuery) -> [HiddenField] {
        conditions(query).map { HiddenField(name: $0.name, value: $0.value) }
    }
}

extension BulkRow {
    init(_ change: BulkChange) {
        bulkHref = "/bulk/\(change.id)"
        kindText = change.kind.text
        word = change.state.word
        changedText = "\(change.progress.changed.grouped) of \(change.progress.matched.grouped)"
    }
}

extension BulkProgressView {
    init(_ change: BulkChange, conditions: [Fact]) {
        let progress = change.progress
        bulkTitle = change.kind.text
        word = change.state.word
        isRunning = change.state == .running
        isGood = change.state == .done
        if case .failed(let text) = change.state { failure = text } else { failure = nil }
        isBad = failure != nil
        examined = progress.examined
        // What fulfils indexed conditions may be far less than all.
        whole = isGood ? max(progress.examined, 1) : max(change.total, progress.examined, 1)
        var facts = [Fact(name: "Looked at", value: progress.examined.grouped)]
        facts.append(Fact(name: "Meant", value: progress.matched.grouped))
        if change.kind != .count { facts.append(Fact(name: change.kind.done, value: progress.changed.grouped)) }
        if progress.skipped > 0 { facts.append(Fact(name: "Too large for that", value: progress.skipped.grouped)) }
        facts.append(Fact(name: "Died until", value: change.until.rfc3339))
        if let rate = change.rate { facts.append(Fact(name: "At most", value: rate.rateText)) }
        self.facts = facts + conditions
        stopHref = "/bulk/\(change.id)/stop"
        isCount = change.kind == .count
        isCountDone = isCount && isGood && progress.matched > 0
        matched = progress.matched.grouped
        // What was counted is what is changed then: letters that died since are not among them.
        hidden =
            conditions.filter { $0.name != "until" }.map { HiddenField(name: $0.name, value: $0.value) }
            + [HiddenField(name: "until", value: change.until.rfc3339)]
        backHref = "/dead?\(change.query)"
    }
}

extension BulkChange.Kind {
    fileprivate var text: String {
        switch self {
        case .count: "Count letters"
        case .retry: "Send letters back"
        case .delete: "Delete letters"
        }
    }

    fileprivate var done: String { self == .delete ? "Deleted" : "Sent back" }
}
