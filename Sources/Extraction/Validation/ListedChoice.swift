// SPDX-License-Identifier: Apache-2.0

import JSON

/// One candidate or party of the list that came with the job.
struct ListedChoice: Sendable {
    let number: Int
    let name: String?
    let party: String?

    /// Nil for an entry without a number, which cannot be compared.
    init?(json: JSONValue) {
        guard let number = json["number"]?.contextNumber else { return nil }
        self.number = number
        name = json["name"]?.stringValue
        party = json["party"]?.stringValue
    }

    /// The member of the row that names somebody else than the list.
    func disagreement(with row: VoteResult) -> String? {
        let isParty = row.candidateName == nil
        let member = isParty ? "party_name" : "candidate_name"
        if let name, let written = row.candidateName ?? row.partyName, !NameMatch.agree(name, written) { return member }
        if let party, let written = row.partyName, !isParty, !NameMatch.agree(party, written) { return "party_name" }
        return nil
    }
}
