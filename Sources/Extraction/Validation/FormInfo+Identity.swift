// SPDX-License-Identifier: Apache-2.0

extension FormInfo {
    /// The parts that tell one polling station from another.
    var identity: [(name: String, text: String?)] {
        [
            ("province", province),
            ("district", district),
            ("sub_district", subDistrict),
            ("polling_station_number", pollingStationNumber),
        ]
    }

    /// Paths of the parts that both have and that cannot mean the same.
    func disagreements(with other: FormInfo) -> [String] {
        var paths = zip(identity, other.identity).compactMap { own, others -> String? in
            guard let text = own.text, let otherText = others.text else { return nil }
            return NameMatch.agree(text, otherText) ? nil : "form_info.\(own.name)"
        }
        // Contests of one American precinct lie in different districts; only Thai forms print one constituency.
        if formType != nil, let own = constituencyNumber, let others = other.constituencyNumber, own != others {
            paths.append("form_info.constituency_number")
        }
        return paths
    }
}
