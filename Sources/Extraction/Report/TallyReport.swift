// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What was read from one tally sheet, or from one contest of a sheet that holds several.
public struct TallyReport: Sendable, Hashable {
    /// The head of the sheet.
    public var formInfo: FormInfo

    /// Voters on the list and at the station.
    public var voterStatistics: VoterStatistics

    /// The account of the ballot papers.
    public var ballotStatistics: BallotStatistics

    /// The rows, in the order of the sheet.
    public var voteResults: [VoteResult]

    /// Parts that are not given are empty.
    public init(
        formInfo: FormInfo = FormInfo(),
        voterStatistics: VoterStatistics = VoterStatistics(),
        ballotStatistics: BallotStatistics = BallotStatistics(),
        voteResults: [VoteResult] = []
    ) {
        self.formInfo = formInfo
        self.voterStatistics = voterStatistics
        self.ballotStatistics = ballotStatistics
        self.voteResults = voteResults
    }

    /// Reads one report; members that the profile does not know are ignored, absent ones are nil.
    ///
    /// Without a profile those of every report are known. Throws a `.schema` error that lists every field of a wrong
    /// kind, with paths from `$`.
    public init(json: JSONValue, profile: ExtractionProfile? = nil) throws(ReportParsingError) {
        var reader = SchemaReader(numbers: profile?.numbers ?? .any)
        let checked = reader.read(json, as: profile?.reportSchema ?? ReportSchema.report, at: "$")
        try reader.throwIfFlawed()
        self.init(checked: checked)
    }

    /// Takes a value that ``SchemaReader`` has passed.
    init(checked json: JSONValue) {
        formInfo = FormInfo(checked: json["form_info"])
        voterStatistics = VoterStatistics(checked: json["voter_statistics"])
        ballotStatistics = BallotStatistics(checked: json["ballot_statistics"])
        voteResults = (json["vote_results"]?.arrayValue ?? []).map(VoteResult.init(checked:))
    }

    /// The JSON form: every key present, null for what the sheet lacks.
    public var json: JSONValue {
        [
            "form_info": formInfo.json,
            "voter_statistics": voterStatistics.json,
            "ballot_statistics": ballotStatistics.json,
            "vote_results": .array(voteResults.map(\.json)),
        ]
    }
}
