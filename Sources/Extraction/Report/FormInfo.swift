// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What the head of a sheet says about itself; nil is what the sheet lacks.
public struct FormInfo: Sendable, Hashable {
    /// Which form it is; nil for sheets that are neither of the Thai ones.
    public var formType: FormType?

    /// The day of the election, as the sheet writes it.
    public var date: String?

    /// Province, or state.
    public var province: String?

    /// District, or county.
    public var district: String?

    /// Sub-district, or ward.
    public var subDistrict: String?

    /// Number of the constituency within the province.
    public var constituencyNumber: Int?

    /// Text, because many sheets name a station instead of numbering it; written as a JSON number when it is one.
    public var pollingStationNumber: String?

    /// Members that only the profile knows: whole numbers and texts.
    public var additional: JSONObject = [:]

    /// Every part that is not given is nil.
    public init(
        formType: FormType? = nil,
        date: String? = nil,
        province: String? = nil,
        district: String? = nil,
        subDistrict: String? = nil,
        constituencyNumber: Int? = nil,
        pollingStationNumber: String? = nil
    ) {
        self.formType = formType
        self.date = date
        self.province = province
        self.district = district
        self.subDistrict = subDistrict
        self.constituencyNumber = constituencyNumber
        self.pollingStationNumber = pollingStationNumber
    }

    init(checked json: JSONValue?) {
        formType = json?["form_type"]?.stringValue.map(FormType.init(written:))
        date = json?["date"]?.stringValue
        province = json?["province"]?.stringValue
        district = json?["district"]?.stringValue
        subDistrict = json?["sub_district"]?.stringValue
        constituencyNumber = json?["constituency_number"]?.intValue
        pollingStationNumber = json?["polling_station_number"]?.stringValue
        additional = JSONObject(json?.objectValue, without: Self().own.keys)
    }

    /// The JSON form: every key present, null for what the sheet lacks, and what the profile adds.
    public var json: JSONValue { .object(own.merging(additional)) }

    private var own: JSONObject {
        [
            "form_type": JSONValue(text: formType?.rawValue),
            "date": JSONValue(text: date),
            "province": JSONValue(text: province),
            "district": JSONValue(text: district),
            "sub_district": JSONValue(text: subDistrict),
            "constituency_number": JSONValue(count: constituencyNumber),
            "polling_station_number": JSONValue(label: pollingStationNumber),
        ]
    }
}
