// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue

extension Site {
    private static let resultsPerPage = 50
    private static let lastOffset = 100_000

    func resultsPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let fields = FormFields(parsing: request.uri.query ?? "")
        let offset = fields["offset"].flatMap { Int($0) } ?? 0
        guard (0...Self.lastOffset).contains(offset) else {
            throw Problem(.badRequest, "Not understood", "offset is from 0 to \(Self.lastOffset).")
        }
        let statistics = try await sources.queue.statistics()
        let results = try await sources.results.latestResults(offset: offset, limit: Self.resultsPerPage)
        let next = offset + results.count
        let isMore = results.count == Self.resultsPerPage && next < statistics.results && next <= Self.lastOffset
        let view = ResultsView(
            count: statistics.results.grouped,
            results: results.map { ResultRow((try? JSONValue(parsing: $0)) ?? .null, now: statistics.now) },
            hasResults: !results.isEmpty,
            nextHref: isMore ? "/results?offset=\(next)" : nil
        )
        return page("results", "Results", tab: .results, context: context, view: view)
    }
}

extension ResultRow {
    init(_ result: JSONValue, now: Moment) {
        let id = result["job_id"]?.stringValue
        let state = result["status"]?.stringValue ?? "–"
        let passed = result["validation"]?["checks_passed"]?.intValue
        let total = result["validation"]?["checks_total"]?.intValue
        resultJob = id ?? "–"
        href = id.map { "/job?id=\(FormFields.encoded($0))" }
        status = state.replacing("_", with: " ")
        isGood = state == "succeeded"
        isBad = state == "failed" || state == "expired"
        checks = passed.flatMap { passed in total.map { "\(passed) of \($0)" } } ?? "–"
        usedModel = result["model"]?["used"]?.stringValue ?? "–"
        tokens = result["usage"]?["total"]?.intValue?.grouped ?? "–"
        took = result["timings_ms"]?["total"]?.intValue.map { Duration.milliseconds($0).text } ?? "–"
        finished = ShownTime(rfc3339: result["finished_at"]?.stringValue, now: now)
    }
}
