// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import TestSupport

/// A correct reading of all pages of a job, and what its producer would know about the station.
struct SheetSample {
    /// What a complete sheet may be.
    enum Kind: String, CaseIterable {
        case constituency = "Thai S.S. 5/18, constituency"
        case partyList = "Thai S.S. 5/18, party list"
        case bothForms = "Thai S.S. 5/18, both forms of a station"
        case printedPrecinct = "printed precinct"
        case printedContests = "printed precinct, several contests"

        /// What the goal is measured with: digits that were swapped between two rows, and are nowhere in words, add up.
        var aidForGoal: CorruptionStudy.Aid {
            switch self {
            case .constituency, .partyList, .bothForms: .context
            case .printedPrecinct, .printedContests: .secondReading
            }
        }

        var profile: ExtractionProfile {
            switch self {
            case .constituency, .partyList, .bothForms: .thaiSS518
            case .printedPrecinct, .printedContests: .printedPrecinct
            }
        }
    }

    let name: String
    let reports: [TallyReport]

    init(name: String, reports: [TallyReport]) {
        self.name = name
        self.reports = reports
    }

    /// A made-up sheet.
    init(_ kind: Kind, using random: inout SeededGenerator) {
        name = kind.rawValue
        let rows = Int.random(in: 2...14, using: &random)
        switch kind {
        case .constituency:
            reports = [ReportSamples.complete(rows: rows, using: &random)]
        case .partyList:
            reports = [ReportSamples.partyList(rows: 57, using: &random)]
        case .bothForms:
            reports = Self.bothForms(rows, using: &random)
        case .printedPrecinct:
            reports = [ReportSamples.printedPrecinct(rows: rows, using: &random)]
        case .printedContests:
            reports = ReportSamples.printedContests(using: &random)
        }
    }

    /// Two forms that count the same voters.
    private static func bothForms(_ rows: Int, using random: inout SeededGenerator) -> [TallyReport] {
        var forms = [
            ReportSamples.complete(rows: rows, using: &random),
            ReportSamples.complete(rows: 9, using: &random, form: .partyList),
        ]
        let most = forms.compactMap(\.voterStatistics.eligibleVoters).max()
        for index in forms.indices { forms[index].voterStatistics.eligibleVoters = most }
        return forms
    }

    /// `payload.context`.
    var context: JSONValue {
        let form = reports[0].formInfo
        var station: JSONObject = [:]
        station["number"] = form.pollingStationNumber.map { .string($0) }
        station["constituency_number"] = form.constituencyNumber.map { .integer(Int64($0)) }
        var context: JSONObject = ["polling_station": .object(station)]
        context["registered_voters"] = reports[0].voterStatistics.eligibleVoters.map {
            .integer(Int64($0))
        }
        for report in reports {
            let member = report.formInfo.formType == .partyList ? "parties" : "candidates"
            context[member] = .array(report.voteResults.enumerated().map(Self.choice))
        }
        return .object(context)
    }

    private static func choice(_ row: Int, _ result: VoteResult) -> JSONValue {
        var choice: JSONObject = ["number": .integer(Int64(result.number ?? row + 1))]
        choice["name"] = (result.candidateName ?? result.partyName).map { .string($0) }
        return .object(choice)
    }
}
