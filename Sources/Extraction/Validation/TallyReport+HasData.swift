// SPDX-License-Identifier: Apache-2.0

extension TallyReport {
    /// Whether some row has a count.
    var hasData: Bool {
        voteResults.contains { $0.voteCount != nil }
    }
}
