// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

/// One dead letter for a person: why it died, and every run and call.
struct LetterText {
    let letter: BuriedJob

    var lines: [String] {
        let record = letter.record
        let text = { (key: String) in record[key]?.stringValue ?? "-" }
        let cause = "\(text("error_type")) at stage \(text("stage")): \(text("reason").replacing("_", with: " "))"
        return [Terminal.bold("Dead letter \(letter.id.printable)"), cause.printable, text("message").printable, ""]
            + facts(record).lines + [""] + runs(record).lines + ["", "The job: dead show \(letter.id.printable) --job"]
    }

    private func facts(_ record: JSONObject) -> TextTable {
        var table = TextTable([("FIELD", .left), ("VALUE", .left)])
        for (name, key) in [
            ("job", "job_id"), ("type", "type"), ("worker", "worker"), ("died at", "died_at"),
            ("first seen at", "first_seen_at"), ("edited at", "edited_at"), ("fingerprint", "fingerprint"),
        ] {
            if let value = record[key]?.stringValue { table.append([name, value]) }
        }
        if let count = record["redrives"]?.intValue, count > 0 { table.append(["sent back before", "\(count)"]) }
        for tag in record["tags"]?.objectValue ?? [:] {
            table.append(["tag \(tag.key)", tag.value.stringValue ?? tag.value.text])
        }
        table.append(["bytes", "\(letter.bytes.count)"])
        return table
    }

    private func runs(_ record: JSONObject) -> TextTable {
        var table = TextTable([
            ("RUN", .left), ("BEGAN", .left), ("TOOK", .right), ("WORKER, MODEL", .left), ("END", .left),
            ("WHY", .left),
        ])
        for run in record["attempts"]?.arrayValue ?? [] {
            table.append(Self.cells(run, isCall: false))
            for call in run["tries"]?.arrayValue ?? [] { table.append(Self.cells(call, isCall: true)) }
        }
        return table
    }

    private static func cells(_ run: JSONValue, isCall: Bool) -> [String] {
        let text = { (key: String) in run[key]?.stringValue }
        let number = run["n"]?.intValue.map { "\($0)" } ?? "-"
        let status = run["http_status"]?.intValue.map { " (HTTP \($0))" } ?? ""
        let why = [text("error_type"), text("message")].compactMap { $0 }.joined(separator: " ")
        return [
            isCall ? "  call \(number)" : number, text("started_at") ?? "-",
            run["duration_ms"]?.intValue.map { "\($0) ms" } ?? "-", (isCall ? text("model") : text("worker")) ?? "-",
            text("kind") ?? "-", String(why.prefix(200)) + status,
        ]
    }
}
