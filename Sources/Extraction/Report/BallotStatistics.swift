// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Where the ballot papers went; nil is what the sheet lacks.
public struct BallotStatistics: Sendable, Hashable {
    /// Ballots the station received.
    public var ballotsAllocated: Int?

    /// Ballots that voters used: good, bad, and for nobody.
    public var ballotsUsed: Int?

    /// Valid ballots.
    public var goodBallots: Int?

    /// Void ballots.
    public var badBallots: Int?

    /// Ballots marked as a vote for nobody.
    public var noVoteBallots: Int?

    /// Unused ballots.
    public var ballotsRemaining: Int?

    /// Members that only the profile knows: whole numbers and texts.
    public var additional: JSONObject = [:]

    /// Every number that is not given is nil.
    public init(
        ballotsAllocated: Int? = nil,
        ballotsUsed: Int? = nil,
        goodBallots: Int? = nil,
        badBallots: Int? = nil,
        noVoteBallots: Int? = nil,
        ballotsRemaining: Int? = nil
    ) {
        self.ballotsAllocated = ballotsAllocated
        self.ballotsUsed = ballotsUsed
        self.goodBallots = goodBallots
        self.badBallots = badBallots
        self.noVoteBallots = noVoteBallots
        self.ballotsRemaining = ballotsRemaining
    }

    init(checked json: JSONValue?) {
        ballotsAllocated = json?["ballots_allocated"]?.intValue
        ballotsUsed = json?["ballots_used"]?.intValue
        goodBallots = json?["good_ballots"]?.intValue
        badBallots = json?["bad_ballots"]?.intValue
        noVoteBallots = json?["no_vote_ballots"]?.intValue
        ballotsRemaining = json?["ballots_remaining"]?.intValue
        additional = JSONObject(json?.objectValue, without: Self().own.keys)
    }

    /// The JSON form: every key present, null for what the sheet lacks, and what the profile adds.
    public var json: JSONValue { .object(own.merging(additional)) }

    private var own: JSONObject {
        [
            "ballots_allocated": JSONValue(count: ballotsAllocated),
            "ballots_used": JSONValue(count: ballotsUsed),
            "good_ballots": JSONValue(count: goodBallots),
            "bad_ballots": JSONValue(count: badBallots),
            "no_vote_ballots": JSONValue(count: noVoteBallots),
            "ballots_remaining": JSONValue(count: ballotsRemaining),
        ]
    }
}
