// SPDX-License-Identifier: Apache-2.0

import JSON

/// What the producer of a job knew beforehand (`payload.context`); what is of another shape is left out.
///
/// Members: `candidates` and `parties` (lists of `{number, name, party}`; the latter for party-list forms),
/// `eligible_voters` or `registered_voters`, and `polling_station`, a number, a name, or an object with the members of
/// `form_info` and `number` or `name`.
struct ValidationContext: Sendable {
    var candidates: [ListedChoice]?
    var parties: [ListedChoice]?
    var eligibleVoters: Int?
    var form = FormInfo()

    init(json: JSONValue?) {
        candidates = Self.choices(json?["candidates"])
        parties = Self.choices(json?["parties"])
        eligibleVoters = (json?["eligible_voters"] ?? json?["registered_voters"])?.contextNumber
        form = json?["polling_station"].map(Self.form) ?? FormInfo()
    }

    private static func choices(_ json: JSONValue?) -> [ListedChoice]? {
        guard let entries = json?.arrayValue, entries.count <= ReportSchema.maximumVoteResults else { return nil }
        let choices = entries.compactMap(ListedChoice.init(json:))
        // A list with holes would raise alarms of its own.
        return choices.isEmpty || choices.count < entries.count ? nil : choices
    }

    private static func form(_ json: JSONValue) -> FormInfo {
        let station = json["polling_station_number"] ?? json["number"] ?? json["name"] ?? json
        return FormInfo(
            province: json["province"]?.contextText,
            district: json["district"]?.contextText,
            subDistrict: json["sub_district"]?.contextText,
            constituencyNumber: json["constituency_number"]?.contextNumber,
            pollingStationNumber: station.contextText
        )
    }
}
