// SPDX-License-Identifier: Apache-2.0

import JSON

/// What was read from one form or contest; nil for what the sheet lacks or what could not be read with certainty.
struct SheetReport: Hashable, Sendable {
    struct VoteResult: Hashable, Sendable {
        var number: Int?
        var candidateName: String?
        var partyName: String?
        var voteCount: Int?
        var voteCountText: String?
    }

    var formType: String?
    var date: String?
    var province: String?
    var district: String?
    var subDistrict: String?
    var constituencyNumber: Int?
    var pollingStation: String?
    var statistics: [Statistic: Int] = [:]
    /// The contest's own sum.
    var totalVotes: Int?
    var voteResults: [VoteResult] = []

    /// Whether any number was read.
    var hasNumbers: Bool {
        !statistics.isEmpty || voteResults.contains { $0.voteCount != nil }
    }
}
