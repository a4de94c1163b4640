// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// No count is below zero.
    static let nonNegative = Check("non_negative", .votes) { subject in
        let counts = subject.report.counts
        guard !counts.isEmpty else { return .notApplicable("no number is there") }
        let negative = counts.filter { $0.value < 0 }
        guard !negative.isEmpty else { return .passed("\(counts.count) numbers") }
        return .failed(BoundedList.text(negative.map { "\($0.path) \($0.value)" }), fields: negative.map(\.path))
    }
}
