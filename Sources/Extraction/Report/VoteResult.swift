// SPDX-License-Identifier: Apache-2.0

public import JSON

/// One row of a sheet: a candidate or a party and its votes; nil is what the row lacks.
public struct VoteResult: Sendable, Hashable {
    /// Number of the candidate or party on the ballot.
    public var number: Int?

    /// Nil on party-list forms.
    public var candidateName: String?

    /// The party, or the candidate's party.
    public var partyName: String?

    /// Votes, from the digits.
    public var voteCount: Int?

    /// The count in words, exactly as written; ``NumberWords`` reads it.
    public var voteCountText: String?

    /// Members that only the profile knows: whole numbers and texts.
    public var additional: JSONObject = [:]

    /// Every part that is not given is nil.
    public init(
        number: Int? = nil,
        candidateName: String? = nil,
        partyName: String? = nil,
        voteCount: Int? = nil,
        voteCountText: String? = nil
    ) {
        self.number = number
        self.candidateName = candidateName
        self.partyName = partyName
        self.voteCount = voteCount
        self.voteCountText = voteCountText
    }

    init(checked json: JSONValue) {
        number = json["number"]?.intValue
        candidateName = json["candidate_name"]?.stringValue
        partyName = json["party_name"]?.stringValue
        voteCount = json["vote_count"]?.intValue
        voteCountText = json["vote_count_text"]?.stringValue
        additional = JSONObject(json.objectValue, without: Self().own.keys)
    }

    /// The JSON form: every key present, null for what the row lacks, and what the profile adds.
    public var json: JSONValue { .object(own.merging(additional)) }

    private var own: JSONObject {
        [
            "number": JSONValue(count: number),
            "candidate_name": JSONValue(text: candidateName),
            "party_name": JSONValue(text: partyName),
            "vote_count": JSONValue(count: voteCount),
            "vote_count_text": JSONValue(text: voteCountText),
        ]
    }
}
