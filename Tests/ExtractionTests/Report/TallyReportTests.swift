// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import Extraction

@Suite struct TallyReportTests {
    static let full: JSONValue = [
        "form_info": [
            "form_type": "Constituency", "date": "14 พฤษภาคม 2566", "province": "แพร่", "district": "เมืองแพร่",
            "sub_district": "ในเวียง", "constituency_number": 1, "polling_station_number": 5,
        ],
        "voter_statistics": ["eligible_voters": 800, "voters_present": 700],
        "ballot_statistics": [
            "ballots_allocated": 820, "ballots_used": 700, "good_ballots": 650, "bad_ballots": 6, "no_vote_ballots": 44,
            "ballots_remaining": 120,
        ],
        "vote_results": [
            [
                "number": 1, "candidate_name": "ก", "party_name": "ข", "vote_count": 650,
                "vote_count_text": "หกร้อยห้าสิบ",
            ]
        ],
    ]

    @Test func aFullReportComesBackAsItWas() throws {
        let report = try TallyReport(json: Self.full)
        #expect(report.json == Self.full)
        #expect(report.formInfo.formType == .constituency)
        #expect(report.formInfo.pollingStationNumber == "5")
        #expect(report.ballotStatistics.ballotsRemaining == 120)
    }

    @Test func anEmptyReportWritesEveryMemberAsNull() throws {
        let json = TallyReport(voteResults: [VoteResult()]).json
        #expect(try TallyReport(json: json) == TallyReport(voteResults: [VoteResult()]))
        for section in ["form_info", "voter_statistics", "ballot_statistics"] {
            let names = Self.full[section]?.objectValue?.keys
            #expect(json[section]?.objectValue?.keys == names)
            #expect(json[section]?.objectValue?.allSatisfy { $0.value.isNull } == true)
        }
        #expect(json["vote_results"]?[0]?.objectValue?.keys == Self.full["vote_results"]?[0]?.objectValue?.keys)
    }

    @Test(arguments: [
        ("constituency", FormType.constituency), ("Party List", .partyList), ("PARTY_LIST", .partyList),
        ("party-list", .partyList), ("Referendum", FormType(rawValue: "Referendum")),
    ])
    func formTypeKeepsWhatItDoesNotKnow(text: String, expected: FormType) {
        #expect(FormType(written: text) == expected)
    }

    @Test(arguments: [("5", JSONValue.integer(5)), ("05", "05"), ("County South 44", "County South 44"), ("-3", -3)])
    func stationIsANumberOnlyWhenNothingIsLost(text: String, expected: JSONValue) throws {
        let info = FormInfo(pollingStationNumber: text)
        #expect(info.json["polling_station_number"] == expected)
    }
}
