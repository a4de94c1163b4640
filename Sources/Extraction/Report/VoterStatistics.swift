// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How many people could vote and came; nil is what the sheet lacks.
public struct VoterStatistics: Sendable, Hashable {
    /// People on the voters' list.
    public var eligibleVoters: Int?

    /// People who came to vote.
    public var votersPresent: Int?

    /// Members that only the profile knows: whole numbers and texts.
    public var additional: JSONObject = [:]

    /// Every number that is not given is nil.
    public init(eligibleVoters: Int? = nil, votersPresent: Int? = nil) {
        self.eligibleVoters = eligibleVoters
        self.votersPresent = votersPresent
    }

    init(checked json: JSONValue?) {
        eligibleVoters = json?["eligible_voters"]?.intValue
        votersPresent = json?["voters_present"]?.intValue
        additional = JSONObject(json?.objectValue, without: Self().own.keys)
    }

    /// The JSON form: every key present, null for what the sheet lacks, and what the profile adds.
    public var json: JSONValue { .object(own.merging(additional)) }

    private var own: JSONObject {
        [
            "eligible_voters": JSONValue(count: eligibleVoters),
            "voters_present": JSONValue(count: votersPresent),
        ]
    }
}
