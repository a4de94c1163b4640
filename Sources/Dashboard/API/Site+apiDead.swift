// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue

extension Site {
    func apiDead(_ request: Request) async throws -> Response {
        let fields = FormFields(parsing: request.uri.query ?? "")
        let limit = try apiNumber("limit", request, default: 50, in: 1...200)
        let totals = try await sources.queue.deadLetterTotals()
        let query = try DeadQuery(fields, now: totals.now)
        let page = try await letters(query.filter, after: try Self.cursor(fields["after"]), limit: limit)
        return .json([
            "total": .integer(Int64(totals.count)),
            "examined": .integer(Int64(page.examined)),
            "letters": .array(page.records.map(toldRecord)),
            "next": page.next.map { .string($0.description) } ?? .null,
        ])
    }

    func apiGroups(_ request: Request) async throws -> Response {
        let limit = try apiNumber("limit", request, default: 20, in: 1...100)
        let by = FormFields(parsing: request.uri.query ?? "")["by"] ?? "fingerprint"
        guard let kind = DeadLetterGroup.Kind(rawValue: by) else {
            throw Problem(.badRequest, "Not understood", "by is fingerprint or class.")
        }
        let groups = try await sources.queue.deadLetterGroups(by: kind, limit: limit, after: nil)
        return .json([
            "groups": .array(
                groups.map { group in
                    [
                        "name": .string(group.name), "count": .integer(Int64(group.count)),
                        "first_died_at": .string(group.firstDiedAt.rfc3339),
                        "last_died_at": .string(group.lastDiedAt.rfc3339), "latest": toldRecord(group.latest),
                    ]
                }
            )
        ])
    }

    func apiLetter(_ context: DashboardContext) async throws -> Response {
        .json(told(try await letter(context)))
    }

    private func told(_ letter: BuriedJob) -> JSONValue {
        [
            "id": .string(letter.id),
            "died_at": .string(letter.diedAt.rfc3339),
            "bytes": .integer(Int64(letter.bytes.count)),
            "version": .string(Self.version(of: letter)),
            "record": toldRecord(letter.record),
            "job": maskedJob(letter)?.shown ?? .null,
        ]
    }

    /// The record without the job that it may hold, too.
    private func toldRecord(_ record: JSONObject) -> JSONValue {
        var record = record
        record["original"] = nil
        return told(.object(record))
    }

    func apiEdit(_ context: DashboardContext) async throws -> Response {
        let body = try apiBody(context)
        let letter = try await letter(context)
        guard let job = body["job"] else { throw Problem(.unprocessableContent, "Not possible", "job is missing.") }
        if let version = body["version"]?.stringValue, version != Self.version(of: letter) {
            throw Problem(.conflict, "Changed meanwhile", "Somebody else has edited this job.")
        }
        let edited = try edited(letter, text: job.text)
        guard try await sources.queue.replaceDeadLetter(letter, with: edited) else {
            throw Problem(.conflict, "Changed meanwhile", "Somebody else has changed this letter.")
        }
        note("a dead letter was edited", letter, context)
        return .json(told(edited))
    }

    func apiRetry(_ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        guard try await !sources.queue.redrive([letter]).isEmpty else {
            throw Problem(.conflict, "Changed meanwhile", "Somebody else has changed this letter, or its job is lost.")
        }
        note("a dead letter was sent back", letter, context)
        return .json(["id": .string(letter.id), "job_id": letter.record["job_id"] ?? .null])
    }

    func apiDelete(_ context: DashboardContext) async throws -> Response {
        let letter = try await letter(context)
        guard try await !sources.queue.deleteDeadLetters(ids: [letter.id]).isEmpty else {
            throw Problem.notFound("There is no such dead letter any more.")
        }
        note("a dead letter was deleted", letter, context)
        return Response(status: .noContent)
    }
}
