// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue

extension Site {
    private static let rowsPerPage = 50
    /// Where no index serves the conditions: then the page says how far it got, and leads on.
    private static let examinedPerPage = 20_000
    private static let timePerPage = Duration.milliseconds(400)

    func deadPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let fields = FormFields(parsing: request.uri.query ?? "")
        let totals = try await sources.queue.deadLetterTotals()
        let query = try DeadQuery(fields, now: totals.now)
        let after = try Self.cursor(fields["after"])
        let page = try await letters(query.filter, after: after)
        let kind = fields["by"].flatMap(DeadLetterGroup.Kind.init(rawValue:)) ?? .fingerprint
        let groups = try await sources.queue.deadLetterGroups(by: kind, limit: 12, after: nil)
        let view = DeadView(
            total: totals.count.grouped,
            isEmpty: totals.count == 0,
            kinds: DeadLetterGroup.Kind.allCases.map { Self.link($0, isCurrent: $0 == kind) },
            groups: groups.map { Self.row($0, kind, of: totals) },
            fields: Self.textFields(fields),
            reasons: Self.reasons(fields["reason"]),
            ages: Self.ages(fields["since"]),
            isFiltered: !query.isEmpty,
            letters: page.records.map { LetterRow($0, now: totals.now) },
            hasLetters: !page.records.isEmpty,
            examined: page.examined > page.records.count ? page.examined.grouped : nil,
            nextHref: page.next.map { Self.href(query, after: $0) },
            firstHref: after.map { _ in "/dead?\(query.query)" },
            bulkHref: "/bulk?\(query.query)"
        )
        let notice = Notice(word: fields["done"])
        return self.page("dead", "Dead letters", tab: .dead, context: context, notice: notice, view: view)
    }

    /// Goes through slices until there is a page of letters, or until that takes too long.
    func letters(
        _ filter: DeadLetterFilter,
        after cursor: DeadLetterCursor?,
        limit: Int = rowsPerPage
    ) async throws -> DeadLetterPage {
        let end = ContinuousClock.now + Self.timePerPage
        var found = DeadLetterPage(records: [], examined: 0, next: cursor)
        repeat {
            let rest = limit - found.records.count
            let page = try await sources.queue.deadLetters(filter, limit: rest, after: found.next)
            found.records += page.records
            found.examined += page.examined
            found.next = page.next
        } while found.next != nil && found.records.count < limit && found.examined < Self.examinedPerPage && .now < end
        return found
    }

    static func cursor(_ text: String?) throws(Problem) -> DeadLetterCursor? {
        guard let text else { return nil }
        guard let cursor = DeadLetterCursor(text) else {
            throw Problem(.badRequest, "Not understood", "after: this is no place in the list.")
        }
        return cursor
    }

    private static func href(_ query: DeadQuery, after cursor: DeadLetterCursor) -> String {
        let conditions = query.query.isEmpty ? "" : "\(query.query)&"
        return "/dead?\(conditions)after=\(FormFields.encoded(cursor.description))"
    }

    private static func link(_ kind: DeadLetterGroup.Kind, isCurrent: Bool) -> KindLink {
        KindLink(
            kindName: kind == .fingerprint ? "Alike" : "By class",
            kindHref: kind == .fingerprint ? "/dead" : "/dead?by=class",
            isCurrent: isCurrent
        )
    }

    private static func row(
        _ group: DeadLetterGroup,
        _ kind: DeadLetterGroup.Kind,
        of totals: DeadLetterTotals
    ) -> GroupRow {
        let name = kind == .fingerprint ? "fingerprint" : "class"
        return GroupRow(
            groupName: group.name,
            count: group.count.grouped,
            share: totals.count > 0 ? Int((100 * Double(group.count) / Double(totals.count)).rounded()) : 0,
            href: "/dead?\(name)=\(FormFields.encoded(group.name))",
            last: ShownTime(group.lastDiedAt, now: totals.now)
        )
    }

    private static func textFields(_ fields: FormFields) -> [FilterField] {
        [
            ("class", "Error class", "llm.server"), ("fingerprint", "Alike", ""), ("stage", "Stage", "model"),
            ("model", "Model asked", "gemini-2.5-flash"), ("job", "Job id", ""), ("tag", "Tag", "province=Phrae"),
        ].map { name, label, example in
            FilterField(name: name, label: label, value: fields[name] ?? "", example: example)
        }
    }

    private static func reasons(_ chosen: String?) -> [Choice] {
        DeadLetterReason.allCases.map {
            let label = $0.rawValue.replacing("_", with: " ")
            return Choice(value: $0.rawValue, label: label, isChosen: $0.rawValue == chosen)
        }
    }

    private static func ages(_ chosen: String?) -> [Choice] {
        var ages = [("15m", "15 minutes"), ("1h", "hour"), ("6h", "6 hours"), ("24h", "24 hours"), ("7d", "7 days")]
        if let chosen, !ages.contains(where: { $0.0 == chosen }) { ages.append((chosen, chosen)) }
        return ages.map { Choice(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) }
    }
}

extension LetterRow {
    init(_ record: JSONObject, now: Moment) {
        let text = { (key: String) in record[key]?.stringValue ?? "–" }
        id = text("id")
        href = "/dead/\(FormFields.encoded(text("id")))"
        died = ShownTime(rfc3339: record["died_at"]?.stringValue, now: now)
        errorType = text("error_type")
        stage = text("stage")
        reason = text("reason").replacing("_", with: " ")
        jobID = text("job_id")
        message = String(text("message").prefix(200))
        runs = (record["attempts"]?.arrayValue?.count ?? 0) + (record["attempts_dropped"]?.intValue ?? 0)
    }
}
