// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue

extension Site {
    func resultView(_ result: JSONValue, now: Moment) async -> ResultView {
        let status = result["status"]?.stringValue ?? "–"
        let validation = result["validation"]
        let disagreeing = (validation?["disagreeing_fields"]?.arrayValue ?? []).compactMap(\.stringValue)
        let attempts = result["attempts"]?.arrayValue ?? []
        let checks = (validation?["checks"]?.arrayValue ?? []).map(check)
        let reports = result["reports"]?.arrayValue ?? []
        return ResultView(
            status: status.replacing("_", with: " "),
            isGood: status == "succeeded",
            isBad: status == "failed" || status == "expired",
            errorText: result["warning"]?.stringValue
                ?? result["error"].flatMap { error in
                    error["type"]?.stringValue.map { "\($0): \(error["message"]?.stringValue ?? "")" }
                },
            facts: Self.facts(of: result, now: now),
            checks: checks,
            hasChecks: !checks.isEmpty,
            checksSummary: Self.summary(validation),
            disagreeing: disagreeing,
            hasDisagreeing: !disagreeing.isEmpty,
            attempts: AttemptRow.rows(attempts, now: now),
            hasAttempts: !attempts.isEmpty,
            waterfall: await waterfall(of: result, attempts),
            sheets: configuration.showsContent
                ? reports.enumerated().map { SheetView($1, at: $0, of: reports.count, disagreeing: disagreeing) } : [],
            hidesSheets: !configuration.showsContent && !reports.isEmpty,
            tags: Self.facts(result["tags"])
        )
    }

    private func waterfall(of result: JSONValue, _ attempts: [JSONValue]) async -> Waterfall? {
        if let spans = sources.spans, let trace = result["trace"]?["trace_id"]?.stringValue,
            let waterfall = Waterfall(await spans(trace), origin: "Spans of trace \(trace).")
        {
            return waterfall
        }
        return result["timings_ms"]?.objectValue.flatMap { Waterfall(timings: $0) } ?? Waterfall(attempts: attempts)
    }

    /// A check's detail quotes numbers and names of the sheet.
    private func check(_ check: JSONValue) -> CheckRow {
        let passed = check["passed"]?.boolValue
        return CheckRow(
            checkName: check["name"]?.stringValue ?? "–",
            verdict: passed.map { $0 ? "passed" : "disagrees" } ?? "does not apply",
            isGood: passed == true,
            isBad: passed == false,
            detail: configuration.showsContent ? check["detail"]?.stringValue : nil
        )
    }

    private static func summary(_ validation: JSONValue?) -> String {
        guard let passed = validation?["checks_passed"]?.intValue, let total = validation?["checks_total"]?.intValue
        else { return "" }
        let score = validation?["score"]?.doubleValue.map { ", score \($0.rounded(toPlaces: 2).plain)" } ?? ""
        return "\(passed) of \(total) passed\(score)"
    }

    private static func facts(of result: JSONValue, now: Moment) -> [Fact] {
        var facts: [Fact] = []
        let add = { (name: String, value: String?) in
            if let value, !value.isEmpty { facts.append(Fact(name: name, value: value)) }
        }
        let finished = ShownTime(rfc3339: result["finished_at"]?.stringValue, now: now)
        add("Finished", finished.map { "\($0.date) UTC, \($0.age)" })
        add("Worker", result["worker"]?.stringValue)
        add(
            "Sealed",
            SealedForm.keyID(of: result).map {
                "with the key \($0), \(result["warning"] == nil ? "which is not at hand here" : "and stays so")"
            }
        )
        add("Model", result["model"]?["used"]?.stringValue)
        if result["model"]?["fallback_used"]?.boolValue == true {
            add("Asked first", result["model"]?["requested"]?.stringValue)
        }
        add("Finish reason", result["model"]?["finish_reason"]?.stringValue)
        let prompt = result["prompt"]
        add("Prompt", prompt?["id"]?.stringValue.map { "\($0) \(prompt?["version"]?.stringValue ?? "")" })
        add("Pages", result["pages"]?.intValue?.grouped)
        add("Tokens", tokens(result["usage"]))
        add("Cost", result["cost_usd"]?.doubleValue?.dollars)
        add("Waited", result["timings_ms"]?["queued"]?.intValue.map { Duration.milliseconds($0).text })
        add("Took", result["timings_ms"]?["total"]?.intValue.map { Duration.milliseconds($0).text })
        add("Trace", result["trace"]?["trace_id"]?.stringValue)
        return facts
    }

    private static func tokens(_ usage: JSONValue?) -> String? {
        guard let total = usage?["total"]?.intValue else { return nil }
        let parts = ["prompt", "completion", "cached", "thinking"].compactMap { name in
            usage?[name]?.intValue.flatMap { $0 > 0 ? "\($0.grouped) \(name)" : nil }
        }
        return ([total.grouped] + (parts.isEmpty ? [] : ["(\(parts.joined(separator: ", ")))"])).joined(separator: " ")
    }
}

extension SheetView {
    /// A report, with what the checks disagree with marked.
    init(_ report: JSONValue, at index: Int, of count: Int, disagreeing: [String]) {
        let path = "reports[\(index)]"
        let isDisputed = { (field: String) in disagreeing.contains("\(path).\(field)") }
        let fields = { (part: String) in
            (report[part]?.objectValue ?? [:]).map { member in
                SheetField(
                    fieldName: member.key.replacing("_", with: " "),
                    fieldValue: Self.text(member.value),
                    disagrees: isDisputed("\(part).\(member.key)")
                )
            }
        }
        heading = count > 1 ? "Form \(index + 1) of \(count)" : "The sheet"
        head = fields("form_info")
        counts = fields("voter_statistics") + fields("ballot_statistics")
        votes = (report["vote_results"]?.arrayValue ?? []).enumerated().map { place, row in
            let prefix = "\(path).vote_results[\(place)]"
            return VoteRow(
                number: Self.text(row["number"]),
                candidate: Self.text(row["candidate_name"]),
                party: Self.text(row["party_name"]),
                votes: Self.text(row["vote_count"]),
                words: Self.text(row["vote_count_text"]),
                disagrees: disagreeing.contains { $0 == prefix || $0.hasPrefix("\(prefix).") }
            )
        }
        hasVotes = !votes.isEmpty
    }

    private static func text(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "–" }
        return value.intValue?.grouped ?? value.stringValue ?? value.text
    }
}
