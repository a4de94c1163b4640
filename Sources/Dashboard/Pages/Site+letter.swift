// SPDX-License-Identifier: Apache-2.0

import Crypto
import Hummingbird
import JSON
import JobQueue

extension Site {
    func letterPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        let now = try await sources.queue.deadLetterTotals().now
        let view = await view(of: letter, now: now)
        let notice = Notice(word: FormFields(parsing: request.uri.query ?? "")["done"])
        return page("letter", letter.id, tab: .dead, context: context, notice: notice, view: view)
    }

    /// The letter that the address names.
    func letter(_ context: DashboardContext) async throws -> BuriedJob {
        let id = context.parameters.get("id") ?? ""
        guard id.hasPrefix("dl-"), id.utf8.count <= 24, let letter = try await sources.queue.deadLetter(id: id) else {
            throw Problem.notFound("There is no such dead letter. It may have been sent back or deleted meanwhile.")
        }
        return letter
    }

    private func view(of letter: BuriedJob, now: Moment) async -> LetterView {
        let record = letter.record
        let text = { (key: String) in record[key]?.stringValue ?? "–" }
        let attempts = record["attempts"]?.arrayValue ?? []
        let job = shownJob(letter)
        let shown = ShownText(job.text)
        let cut = shown.whole.map {
            "Of \($0.byteCount), the beginning is shown: `vote-extractor dead show \(letter.id) --job` prints all."
        }
        return LetterView(
            id: letter.id,
            letterHref: "/dead/\(letter.id)",
            editHref: "/dead/\(letter.id)/edit",
            errorType: text("error_type"),
            classHref: "/dead?class=\(FormFields.encoded(text("error_type")))",
            fingerprint: text("fingerprint"),
            fingerprintHref: "/dead?fingerprint=\(FormFields.encoded(text("fingerprint")))",
            reasonText: text("reason").replacing("_", with: " "),
            stage: text("stage"),
            message: text("message"),
            facts: Self.facts(letter, now: now),
            attempts: AttemptRow.rows(attempts.suffix(Self.shownRuns), now: now),
            droppedAttempts: record["attempts_dropped"]?.intValue.flatMap { $0 > 0 ? $0.grouped : nil },
            waterfall: await waterfall(of: attempts),
            job: shown.text,
            jobNote: cut ?? job.note,
            hasJob: !letter.bytes.isEmpty,
            pages: pictures(of: files(inJob: letter.bytes), at: "/dead/\(letter.id)/picture?"),
            tags: Self.facts(record["tags"]),
            headers: Self.facts(record["headers"])
        )
    }

    /// Workers keep fewer; what was imported may hold more.
    private static let shownRuns = 100
    private static let shownFacts = 200

    /// By the spans of the last run where they are at hand, else by what the record says.
    private func waterfall(of attempts: [JSONValue]) async -> Waterfall? {
        if let spans = sources.spans, let trace = attempts.last?["trace_id"]?.stringValue,
            let waterfall = Waterfall(await spans(trace), origin: "Spans of trace \(trace).")
        {
            return waterfall
        }
        return Waterfall(attempts: attempts)
    }

    private static func facts(_ letter: BuriedJob, now: Moment) -> [Fact] {
        let record = letter.record
        var facts: [Fact] = []
        if let id = record["job_id"]?.stringValue {
            facts.append(Fact(name: "Job", value: id, link: "/job?id=\(FormFields.encoded(id))"))
        }
        for (name, key) in [("Type", "type"), ("Worker", "worker")] {
            if let value = record[key]?.stringValue { facts.append(Fact(name: name, value: value)) }
        }
        for (name, key) in [("Died", "died_at"), ("First seen", "first_seen_at"), ("Edited", "edited_at")] {
            guard let time = ShownTime(rfc3339: record[key]?.stringValue, now: now) else { continue }
            facts.append(Fact(name: name, value: "\(time.date) UTC, \(time.age)"))
        }
        if let count = record["redrives"]?.intValue, count > 0 {
            facts.append(Fact(name: "Sent back before", value: count == 1 ? "once" : "\(count) times"))
        }
        facts.append(Fact(name: "Size", value: letter.bytes.count.byteCount))
        return facts
    }

    static func facts(_ value: JSONValue?) -> [Fact] {
        (value?.objectValue ?? [:]).prefix(shownFacts).map { member in
            let text = ShownText(member.value.stringValue ?? member.value.text, atMost: 1024).text
            let name = ShownText(member.key, atMost: 128).text
            return Fact(name: name, value: MaskedAddress(text).map { $0.shown + "…" } ?? text)
        }
    }

    /// The job as it may be shown.
    func shownJob(_ letter: BuriedJob) -> (text: String, note: String?) {
        guard !letter.bytes.isEmpty else { return ("", "The job's bytes were lost.") }
        guard let masked = maskedJob(letter) else {
            return (
                "", "\(letter.bytes.count.byteCount) that are no JSON: `vote-extractor dead show --job` prints them."
            )
        }
        let text = String(decoding: masked.shown.serialized(pretty: true), as: UTF8.self)
        if let note = sources.opened(job: letter.bytes).note { return (text, note) }
        return (text, text.contains("⟦kept ") ? "What stands in ⟦ ⟧ is there, but not shown." : nil)
    }

    func maskedJob(_ letter: BuriedJob) -> MaskedJSON? {
        (try? JSONValue(parsing: sources.opened(job: letter.bytes).bytes))
            .map { MaskedJSON($0, showsContent: configuration.showsContent) }
    }
}
