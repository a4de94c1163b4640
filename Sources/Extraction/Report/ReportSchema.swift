// SPDX-License-Identifier: Apache-2.0

/// The one description of a report's fields.
enum ReportSchema {
    static let maximumReports = 64
    static let maximumVoteResults = 1_000

    static let reports = SchemaNode.list(of: report, maximum: maximumReports)

    static let report = SchemaNode.object([
        SchemaField("form_info", .object(formInfo)),
        SchemaField("voter_statistics", .object(voterStatistics)),
        SchemaField("ballot_statistics", .object(ballotStatistics)),
        SchemaField("vote_results", .list(of: .object(voteResult), maximum: maximumVoteResults)),
    ])

    /// The parts of a report by name.
    static let members = Dictionary(
        fields(of: report).map { ($0.name, $0.node) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The members of an object, or of a list's objects.
    static func fields(of node: SchemaNode?) -> [SchemaField] {
        switch node {
        case .object(let fields): fields
        case .list(of: let element, maximum: _): fields(of: element)
        default: []
        }
    }

    /// The paths of all whole numbers of a schema, see ``ReportField``.
    static func numbers(in schema: SchemaNode) -> Set<String> {
        let parts = fields(of: schema)
        return Set(
            parts.flatMap { part in
                let name = part.name == "vote_results" ? "vote_results[]" : part.name
                return fields(of: part.node).filter { $0.node == .integer }.map { "\(name).\($0.name)" }
            }
        )
    }

    private static let formInfo = [
        SchemaField("form_type", .choice([FormType.constituency.rawValue, FormType.partyList.rawValue])),
        SchemaField("date", .text, "Date of the election as the sheet gives it"),
        SchemaField("province", .text, "Province, or state"),
        SchemaField("district", .text, "District, or county"),
        SchemaField("sub_district", .text),
        SchemaField("constituency_number", .integer),
        SchemaField("polling_station_number", .label, "Number or name of the polling station or precinct"),
    ]

    private static let voterStatistics = [
        SchemaField("eligible_voters", .integer, "People on the voters' list"),
        SchemaField("voters_present", .integer, "People who came to vote"),
    ]

    private static let ballotStatistics = [
        SchemaField("ballots_allocated", .integer, "Ballots the station received"),
        SchemaField("ballots_used", .integer),
        SchemaField("good_ballots", .integer, "Valid ballots"),
        SchemaField("bad_ballots", .integer, "Void ballots"),
        SchemaField("no_vote_ballots", .integer, "Ballots marked as a vote for nobody"),
        SchemaField("ballots_remaining", .integer, "Unused ballots"),
    ]

    private static let voteResult = [
        SchemaField("number", .integer, "Number of the candidate or party on the ballot"),
        SchemaField("candidate_name", .text),
        SchemaField("party_name", .text),
        SchemaField("vote_count", .integer, "Votes in digits"),
        SchemaField("vote_count_text", .text, "Votes in words, exactly as written"),
    ]
}
