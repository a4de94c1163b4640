// SPDX-License-Identifier: Apache-2.0

import JSON

extension SheetReport {
    /// The report in the shape that extraction asks for: all keys present, null for the unknown.
    var json: JSONValue {
        [
            "form_info": [
                "form_type": text(formType),
                "date": text(date),
                "province": text(province),
                "district": text(district),
                "sub_district": text(subDistrict),
                "constituency_number": number(constituencyNumber),
                "polling_station_number": pollingStation.flatMap { Int($0) }.map(number) ?? text(pollingStation),
            ],
            "voter_statistics": object(Statistic.voters),
            "ballot_statistics": ballots,
            "vote_results": .array(voteResults.map(row)),
        ]
    }

    private var ballots: JSONValue {
        guard let totalVotes, var object = object(Statistic.ballots).objectValue else {
            return object(Statistic.ballots)
        }
        object["total_votes"] = number(totalVotes)
        return .object(object)
    }

    private func object(_ keys: [Statistic]) -> JSONValue {
        var object: JSONObject = [:]
        for key in keys {
            object[key.rawValue] = number(statistics[key])
        }
        return .object(object)
    }

    private func row(_ result: VoteResult) -> JSONValue {
        [
            "number": number(result.number),
            "candidate_name": text(result.candidateName),
            "party_name": text(result.partyName),
            "vote_count": number(result.voteCount),
            "vote_count_text": text(result.voteCountText),
        ]
    }

    private func text(_ value: String?) -> JSONValue {
        value.map(JSONValue.string) ?? .null
    }

    private func number(_ value: Int?) -> JSONValue {
        value.map { .integer(Int64($0)) } ?? .null
    }
}
