// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// At least one row has a count.
    static let hasResults = Check("has_results") { subject in
        let counted = subject.rows.count { $0.voteCount != nil }
        let detail = "\(counted) of \(subject.rows.count) rows have a count"
        return counted > 0 ? .passed(detail) : .failed(detail, fields: ["vote_results"])
    }
}
