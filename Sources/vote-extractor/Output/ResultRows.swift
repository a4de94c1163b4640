// SPDX-License-Identifier: Apache-2.0

import JSON

/// Results as rows of CSV (RFC 4180), one for each row of votes; a result without votes has one row.
struct ResultRows {
    private static let result = ["job_id", "status", "finished_at", "error_type"]
    private static let form = [
        "form_type", "date", "province", "district", "sub_district", "constituency_number", "polling_station_number",
    ]
    private static let voters = ["eligible_voters", "voters_present"]
    private static let ballots = [
        "ballots_allocated", "ballots_used", "good_ballots", "bad_ballots", "no_vote_ballots", "ballots_remaining",
    ]
    private static let votes = ["number", "candidate_name", "party_name", "vote_count", "vote_count_text"]

    /// The first line.
    static let heading = (result + ["model", "cost_usd", "form"] + form + voters + ballots + votes + ["disagrees"])
        .joined(separator: ",")

    /// The lines of one result envelope, without line ends; none for what is no envelope.
    static func lines(_ envelope: [UInt8]) -> [String] {
        guard let result = try? JSONValue(parsing: envelope), result.objectValue != nil else { return [] }
        let disagreeing = (result["validation"]?["disagreeing_fields"]?.arrayValue ?? []).compactMap(\.stringValue)
        let reports = result["reports"]?.arrayValue ?? []
        let head = [
            result["job_id"], result["status"], result["finished_at"], result["error"]?["type"],
            result["model"]?["used"], result["cost_usd"],
        ]
        guard !reports.isEmpty else { return [line(head + Array(repeating: nil, count: 22))] }
        return reports.enumerated().flatMap { index, report in
            let sheet = head + [.integer(Int64(index + 1))] + cells(report)
            let rows = report["vote_results"]?.arrayValue ?? []
            return (rows.isEmpty ? [JSONValue.null] : rows).enumerated().map { place, row in
                let path = "reports[\(index)].vote_results[\(place)]"
                let isDisputed = disagreeing.contains { $0 == path || $0.hasPrefix(path + ".") }
                return line(sheet + votes.map { row[$0] } + [.bool(isDisputed)])
            }
        }
    }

    private static func cells(_ report: JSONValue) -> [JSONValue?] {
        form.map { report["form_info"]?[$0] } + voters.map { report["voter_statistics"]?[$0] }
            + ballots.map { report["ballot_statistics"]?[$0] }
    }

    private static func line(_ cells: [JSONValue?]) -> String { cells.map(cell).joined(separator: ",") }

    private static func cell(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        guard var text = value.stringValue else { return value.text }
        // A text off a sheet must not become a formula where it is opened.
        if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
