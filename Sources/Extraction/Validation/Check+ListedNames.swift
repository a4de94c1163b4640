// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Each name of the producer's list has its row, and only one; rows that are not on it, as for write-ins, may come.
    ///
    /// One list does not say who stands in which of several contests.
    static func unnumbered(_ subject: CheckSubject) -> CheckOutcome {
        guard let names = subject.listed?.compactMap(\.name), !names.isEmpty, subject.isOnlyReport else {
            return .notApplicable("no row has a number")
        }
        let written = subject.rows.map { $0.candidateName ?? $0.partyName }
        let absent = names.indices.filter { name in
            !written.contains { $0.map { NameMatch.agree(names[name], $0) } ?? false }
        }
        guard absent.isEmpty else {
            let detail = "\(absent.count) names of the job's list are missing, the first is its entry \(absent[0])"
            return .failed(detail, fields: ["vote_results"])
        }
        let twice = written.indices.filter { row in
            written[row] != nil && names.contains { NameMatch.agree($0, written[row] ?? "") }
                && written[..<row].contains(written[row])
        }
        guard twice.isEmpty else {
            return .failed(
                BoundedList.text(twice.map { "row \($0): its name comes twice" }),
                fields: twice.map { "vote_results[\($0)].candidate_name" }
            )
        }
        return .passed("\(names.count) names")
    }
}
