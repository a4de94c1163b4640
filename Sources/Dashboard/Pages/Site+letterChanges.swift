// SPDX-License-Identifier: Apache-2.0

import Crypto
import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import Logging

extension Site {
    func retryLetter(_ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        let isSent = try await !sources.queue.redrive([letter]).isEmpty
        guard isSent else { return .seeOther("/dead?done=gone") }
        note("a dead letter was sent back", letter, context)
        return .seeOther(Self.place(of: letter, done: "retried"))
    }

    func deleteLetter(_ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        guard context.form["confirm"] == "yes" else {
            throw Problem(.unprocessableContent, "Not confirmed", "Tick that the letter shall go for good.")
        }
        let isDeleted = try await !sources.queue.deleteDeadLetters(ids: [letter.id]).isEmpty
        if isDeleted { note("a dead letter was deleted", letter, context) }
        return .seeOther(isDeleted ? "/dead?done=deleted" : "/dead?done=gone")
    }

    func editPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        guard canChange else {
            throw Problem(.forbidden, "Read-only", "This dashboard shows everything and changes nothing.")
        }
        let letter = try await letter(context)
        let text = shownJob(letter).text
        guard text.utf8.count <= Self.editableBytes else {
            throw Problem(
                .contentTooLarge,
                "Too large to be edited here",
                "The job has \(text.utf8.count.byteCount). Write it to a file with `vote-extractor dead show \(letter.id) --job`, "
                    + "and send the file with `vote-extractor dead edit \(letter.id)`."
            )
        }
        return editPage(letter, text: text, mistake: nil, context)
    }

    /// What comes back in a form, each byte perhaps as three.
    private static let editableBytes = 1 << 20

    private func editPage(
        _ letter: BuriedJob,
        text: String,
        mistake: String?,
        status: HTTPResponse.Status = .ok,
        _ context: DashboardContext
    ) -> Response {
        let view = EditView(
            id: letter.id,
            letterHref: "/dead/\(letter.id)",
            editHref: "/dead/\(letter.id)/edit",
            text: text,
            mistake: mistake,
            version: Self.version(of: letter),
            note: shownJob(letter).note,
            rows: min(max(text.count(where: \.isNewline) + 2, 12), 40)
        )
        return page("edit", "Edit \(letter.id)", tab: .dead, context: context, status: status, view: view)
    }

    func editLetter(_ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        let text = context.form["job"] ?? ""
        guard context.form["version"] == Self.version(of: letter) else {
            throw Problem(.conflict, "Changed meanwhile", "Somebody else has edited this job. Look at it again.")
        }
        let edited: BuriedJob
        do {
            edited = try self.edited(letter, text: text)
        } catch {
            return editPage(letter, text: text, mistake: error.detail, status: .unprocessableContent, context)
        }
        guard try await sources.queue.replaceDeadLetter(letter, with: edited) else {
            throw Problem(.conflict, "Changed meanwhile", "Somebody else has changed this letter. Look at it again.")
        }
        note("a dead letter was edited", letter, context)
        guard context.form["retry"] == "yes" else { return .seeOther("/dead/\(letter.id)?done=edited") }
        let isSent = try await !sources.queue.redrive([edited]).isEmpty
        return .seeOther(isSent ? Self.place(of: letter, done: "edited-retried") : "/dead?done=gone")
    }

    /// The letter with another job, checked as a worker would.
    func edited(_ letter: BuriedJob, text: String) throws(Problem) -> BuriedJob {
        do {
            let value = try JSONValue(parsing: text)
            let whole = try maskedJob(letter)?.restored(value) ?? value
            let bytes = whole.serialized()
            if let complaint = sources.complaint(try JobEnvelope(decoding: bytes)) { throw Self.bad(complaint) }
            return try letter.edited(to: bytes, at: .now, seal: sources.seal)
        } catch let error as JSONError {
            throw Self.bad("This is not JSON: \(error.message)")
        } catch let error as JobQueueError {
            throw Self.bad(error.message)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.bad("\(error)")
        }
    }

    private static func bad(_ detail: String) -> Problem { Problem(.unprocessableContent, "Not good", detail) }

    static func version(of letter: BuriedJob) -> String {
        SHA256.hash(data: letter.bytes).prefix(16).map { String($0, radix: 16) }.joined(separator: ".")
    }

    /// Where a job that was sent back can be watched.
    private static func place(of letter: BuriedJob, done: String) -> String {
        guard let id = letter.record["job_id"]?.stringValue else { return "/dead?done=\(done)" }
        return "/job?id=\(FormFields.encoded(id))&done=\(done)"
    }

    func note(_ what: String, _ letter: BuriedJob, _ context: DashboardContext) {
        logger.notice("\(what)", metadata: ["letter": "\(letter.id)", "peer": "\(context.peer)"])
    }
}
