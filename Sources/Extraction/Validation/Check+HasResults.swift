// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// At least one row has a count, and none is half a result: someone without a count, or a count of no one.
    ///
    /// A row that says nothing at all is a blank line of the form.
    static let hasResults = Check("has_results", .completeness) { subject in
        let counted = subject.rows.count { $0.voteCount != nil }
        let detail = "\(counted) of \(subject.rows.count) rows have a count"
        guard counted > 0 else { return .failed(detail, fields: ["vote_results"]) }
        let half = subject.rows.enumerated().compactMap { row, result in
            missingHalf(of: result).map { "vote_results[\(row)].\($0)" }
        }
        guard half.isEmpty else {
            return .failed("\(detail); missing: \(BoundedList.text(half))", fields: half)
        }
        return .passed(detail)
    }

    private static func missingHalf(of row: VoteResult) -> String? {
        let isNamed = row.number != nil || row.candidateName != nil || row.partyName != nil
        if row.voteCount != nil { return isNamed ? nil : "candidate_name" }
        return isNamed || row.voteCountText != nil ? "vote_count" : nil
    }
}
