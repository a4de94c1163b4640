// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue

extension Site {
    func apiBulks() -> Response { .json(["changes": .array(bulk.all.map(\.json))]) }

    func apiStartBulk(_ context: DashboardContext) async throws -> Response {
        let body = try apiBody(context)
        guard let kind = body["kind"]?.stringValue.flatMap(BulkChange.Kind.init(rawValue:)) else {
            throw Problem(.unprocessableContent, "Not possible", "kind is count, retry or delete.")
        }
        var fields = FormFields()
        for (name, value) in body["conditions"]?.objectValue ?? [:] {
            guard DeadQuery.names.contains(name) else {
                throw Problem(.unprocessableContent, "Not possible", "conditions: \(name.prefix(100)) is none.")
            }
            for text in (value.arrayValue ?? [value]) { fields.append(name, text.stringValue ?? text.text) }
        }
        let now = try await sources.queue.deadLetterTotals().now
        let rate = try Self.rate(body["rate"]?.doubleValue.map { "\($0)" })
        let change = try await bulk.start(kind, try DeadQuery(fields, now: now), rate: rate)
        return .json(change.json, status: .accepted)
    }

    func apiBulk(_ context: DashboardContext) throws -> Response { .json(try bulkChange(context).json) }

    func apiStopBulk(_ context: DashboardContext) throws -> Response {
        let change = try bulkChange(context)
        _ = bulk.stop(change.id)
        return .json(change.json, status: .accepted)
    }
}

extension BulkChange {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "kind": .string(kind.rawValue), "state": .string(state.word),
            "until": .string(until.rfc3339), "total": .integer(Int64(total)),
            "examined": .integer(Int64(progress.examined)), "matched": .integer(Int64(progress.matched)),
            "changed": .integer(Int64(progress.changed)), "skipped": .integer(Int64(progress.skipped)),
        ]
        if case .failed(let message) = state { object["error"] = .string(message) }
        return .object(object)
    }
}
