// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import JobQueue

extension Site {
    /// How many of the latest results, dead letters and waiting jobs a job is looked for among.
    static let searchedResults = 2000
    private static let searchedJobs = 200

    func jobPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let fields = FormFields(parsing: request.uri.query ?? "")
        guard let id = fields["id"], id.utf8.count <= Self.longestJobID else { return .seeOther("/jobs") }
        let now = try await sources.queue.deadLetterTotals().now
        let sighting = try await sources.queue.job(id: id)
        let result = try await sources.results.latestResult(jobID: id, among: Self.searchedResults)
            .flatMap { try? JSONValue(parsing: $0) }
        let letter = try await letterID(of: id)
        var states = Self.states(sighting, result: result, letter: letter, now: now)
        if sighting?.run == nil { states += try await waitingStates(id, now: now) }
        let view = JobView(
            id: id,
            states: states,
            isUnknown: states.isEmpty,
            canCancel: sighting?.answeredAt == nil && letter == nil,
            canRunNow: states.contains { $0.word == Self.delayedWord },
            deadLetterHref: letter.map { "/dead/\(FormFields.encoded($0))" },
            deadLetterID: letter,
            deadListHref: "/dead?job=\(FormFields.encoded(id))",
            result: await result.asyncMap { await resultView($0, now: now) },
            review: try await review(of: id, result, now: now),
            pages: pictures(
                of: sighting?.run.map { files(inJob: $0.bytes) } ?? result?["files"]?.arrayValue ?? [],
                at: "/job/picture?id=\(FormFields.encoded(id))&",
                pages: result?["pages"]?.intValue
            ),
            run: Self.facts(sighting?.run, now: now),
            hasRun: sighting?.run != nil,
            envelope: (sighting?.run?.bytes).flatMap(envelope)
        )
        let isPending = result == nil && letter == nil
        return page(
            "job",
            "Job \(id)",
            tab: .jobs,
            context: context,
            notice: Notice(word: fields["done"]),
            refreshes: isPending,
            view: view
        )
    }

    private func envelope(_ bytes: [UInt8]) -> EnvelopeView? {
        guard let job = try? JSONValue(parsing: sources.opened(job: bytes).bytes) else { return nil }
        let masked = MaskedJSON(job, showsContent: configuration.showsContent)
        let shown = ShownText(String(decoding: masked.shown.serialized(pretty: true), as: UTF8.self))
        return EnvelopeView(
            text: shown.text,
            note: shown.whole.map { "Of \($0.byteCount), the beginning is shown." }
                ?? "What stands in ⟦ ⟧ is there, but not shown."
        )
    }

    /// The latest dead letter of a job, if it died of late.
    func letterID(of job: String) async throws -> String? {
        var filter = DeadLetterFilter()
        filter.jobID = job
        return try await letters(filter, after: nil, limit: 1).records.first?["id"]?.stringValue
    }

    private static func states(
        _ sighting: JobSighting?,
        result: JSONValue?,
        letter: String?,
        now: Moment
    ) -> [JobState] {
        var states: [JobState] = []
        if let run = sighting?.run {
            states.append(JobState(word: "running", meaning: "at worker \(run.worker)"))
        }
        if let status = result?["status"]?.stringValue {
            let word = status.replacing("_", with: " ")
            let meaning =
                sighting?.answeredAt.map { ShownTime($0, now: now).age } ?? "the result waits for its consumer"
            states.append(
                JobState(
                    word: word,
                    meaning: meaning,
                    isGood: status == "succeeded",
                    isBad: status == "failed" || status == "expired",
                    isWarning: status == "needs_review"
                )
            )
        } else if let moment = sighting?.answeredAt {
            let age = ShownTime(moment, now: now).age
            states.append(JobState(word: "answered", meaning: "\(age); the result was taken"))
        }
        if let letter { states.append(JobState(word: "dead", meaning: "dead letter \(letter)", isBad: true)) }
        if let moment = sighting?.cancelRequestedAt {
            states.append(JobState(word: "to be cancelled", meaning: "asked for \(ShownTime(moment, now: now).age)"))
        }
        return states
    }

    private static let delayedWord = "due later"

    /// A job whose turn comes soon; of those further back nothing is known.
    private func waitingStates(_ id: String, now: Moment) async throws -> [JobState] {
        var states: [JobState] = []
        let isIt = { (bytes: [UInt8]) in (try? JobEnvelope(decoding: bytes))?.id == id }
        let waiting = try await sources.queue.waitingJobs(offset: 0, limit: Self.searchedJobs)
        if let place = waiting.firstIndex(where: isIt) {
            states.append(JobState(word: "waiting", meaning: place == 0 ? "next in line" : "\(place) before it"))
        }
        let later = try await sources.queue.delayedJobs(offset: 0, limit: Self.searchedJobs)
        if let job = later.first(where: { isIt($0.bytes) }) {
            states.append(JobState(word: Self.delayedWord, meaning: ShownTime(job.due, now: now).age))
        }
        return states
    }

    private static func facts(_ run: JobSighting.Run?, now: Moment) -> [Fact] {
        guard let run else { return [] }
        return [
            Fact(name: "Delivery", value: "\(run.delivery)"),
            Fact(name: "Taken over", value: "\(ShownTime(run.leaseEnd, now: now).age), without a heartbeat before"),
        ]
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async -> T) async -> T? {
        guard let self else { return nil }
        return await body(self)
    }
}
