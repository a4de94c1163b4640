// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Each count in digits is what its words say; words that are not understood say nothing.
    static let digitsMatchWords = Check("digits_match_words", .votes) { subject in
        var compared = 0
        var countless = 0
        var wrong: [(row: Int, text: String)] = []
        for (row, result) in subject.rows.enumerated() {
            guard let words = result.countInWords(subject.numbers) else { continue }
            guard let count = result.voteCount else {
                countless += 1
                continue
            }
            compared += 1
            if count != words { wrong.append((row, "row \(row): digits \(count), words \(words)")) }
        }
        guard wrong.isEmpty else { return mismatch(wrong) }
        guard countless == 0 else { return .notApplicable("\(countless) rows have words but no digits") }
        guard compared > 0 else { return .notApplicable("no row has a count both in digits and in words understood") }
        return .passed("\(compared) of \(subject.rows.count) rows compared")
    }

    private static func mismatch(_ wrong: [(row: Int, text: String)]) -> CheckOutcome {
        .failed(
            BoundedList.text(wrong.map(\.text)),
            fields: wrong.map { "vote_results[\($0.row)].vote_count" }
        )
    }
}
