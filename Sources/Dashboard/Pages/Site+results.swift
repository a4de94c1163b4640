// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue

extension Site {
    private static let resultsPerPage = 50
    private static let lastOffset = 100_000
    /// How many results one page of those to review looks through.
    private static let examinedResults = 1000

    func resultsPage(_ request: Request, _ context: DashboardContext) async throws -> Response {
        let fields = FormFields(parsing: request.uri.query ?? "")
        let offset = fields["offset"].flatMap { Int($0) } ?? 0
        guard (0...Self.lastOffset).contains(offset) else {
            throw Problem(.badRequest, "Not understood", "offset is from 0 to \(Self.lastOffset).")
        }
        let statistics = try await sources.queue.statistics()
        let onlyUnreviewed = fields["show"] == "review"
        let (rows, next) = try await resultRows(from: offset, onlyUnreviewed: onlyUnreviewed, now: statistics.now)
        let view = ResultsView(
            count: statistics.results.grouped,
            onlyUnreviewed: onlyUnreviewed,
            results: rows,
            hasResults: !rows.isEmpty,
            nextHref: next.flatMap { next in
                next > Self.lastOffset
                    ? nil : "/results?offset=\(next)\(onlyUnreviewed ? "&show=review" : "")"
            }
        )
        return page("results", "Results", tab: .results, context: context, view: view)
    }

    /// A page of results, and where the next one begins, if there is more.
    private func resultRows(
        from offset: Int,
        onlyUnreviewed: Bool,
        now: Moment
    ) async throws -> (rows: [ResultRow], next: Int?) {
        var rows: [ResultRow] = []
        var next = offset
        repeat {
            let found = try await sources.results.latestResults(offset: next, limit: Self.resultsPerPage + 1)
            let results = found.prefix(Self.resultsPerPage).map { (try? JSONValue(parsing: $0)) ?? .null }
            let reviews = try await sources.queue.reviews(ofJobs: results.compactMap { $0["job_id"]?.stringValue })
            for (index, result) in results.enumerated() {
                next += 1
                let isReviewed = result["job_id"]?.stringValue.map { reviews[$0] != nil } ?? false
                guard !onlyUnreviewed || result.needsReview && !isReviewed else { continue }
                rows.append(ResultRow(result, isReviewed: isReviewed, now: now))
                if rows.count == Self.resultsPerPage { return (rows, index + 1 < found.count ? next : nil) }
            }
            guard found.count > Self.resultsPerPage else { return (rows, nil) }
        } while next - offset < Self.examinedResults
        return (rows, next)
    }
}

extension ResultRow {
    init(_ result: JSONValue, isReviewed: Bool, now: Moment) {
        let id = result["job_id"]?.stringValue
        let state = result["status"]?.stringValue ?? "–"
        let passed = result["validation"]?["checks_passed"]?.intValue
        let total = result["validation"]?["checks_total"]?.intValue
        resultJob = id ?? "–"
        href = id.map { "/job?id=\(FormFields.encoded($0))" }
        status = state.replacing("_", with: " ")
        isGood = state == "succeeded"
        self.isReviewed = isReviewed
        isBad = state == "failed" || state == "expired"
        isWarning = state == "needs_review" && !isReviewed
        checks = passed.flatMap { passed in total.map { "\(passed) of \($0)" } } ?? "–"
        usedModel = result["model"]?["used"]?.stringValue ?? "–"
        tokens = result["usage"]?["total"]?.intValue?.grouped ?? "–"
        took = result["timings_ms"]?["total"]?.intValue.map { Duration.milliseconds($0).text } ?? "–"
        finished = ShownTime(rfc3339: result["finished_at"]?.stringValue, now: now)
    }
}
