// SPDX-License-Identifier: Apache-2.0

import JSON

extension ProfileReader {
    private static let forms = """
        a name of ours, or an object with name and one of sum (and equals), equal, number (and at_most), present, \
        same_in_all_reports
        """

    /// All of ours where none are named.
    mutating func checks(_ json: JSONValue?, _ schema: SchemaNode) -> [DeclaredCheck] {
        guard let json else { return DeclaredCheck.standard }
        guard let items = json.arrayValue, (1...100).contains(items.count) else {
            note("checks", "must be a list of 1 to 100 checks, each \(Self.forms)")
            return []
        }
        let numbers = ReportSchema.numbers(in: schema)
        var names: Set<String> = []
        return items.enumerated().compactMap { index, item in
            let path = "checks[\(index)]"
            guard let check = check(item, at: path, numbers) else { return nil }
            if !names.insert(check.name).inserted { note(path, "the name \(check.name) comes twice") }
            return check
        }
    }

    private mutating func check(_ json: JSONValue, at path: String, _ numbers: Set<String>) -> DeclaredCheck? {
        if let name = json.stringValue { return standard(name, at: path) }
        guard let object = json.objectValue, let name = object["name"]?.stringValue,
            (1...64).contains(name.utf8.count)
        else {
            note(path, "must be \(Self.forms)")
            return nil
        }
        guard !Check.all.contains(where: { $0.name == name }) else {
            note("\(path).name", "is one of ours; give the rule another name")
            return nil
        }
        return rule(object, at: path, numbers).map { DeclaredCheck(name: name, rule: $0) }
    }

    private mutating func standard(_ name: String, at path: String) -> DeclaredCheck? {
        guard Check.all.contains(where: { $0.name == name }) else {
            note(path, "is no check; ours are \(Check.all.map(\.name).joined(separator: ", "))")
            return nil
        }
        return DeclaredCheck(name: name, rule: .standard)
    }

    private mutating func rule(_ object: JSONObject, at path: String, _ numbers: Set<String>) -> DeclaredCheck.Rule? {
        let kinds = ["sum", "equal", "number", "present", "same_in_all_reports"]
        let given = kinds.filter { object[$0] != nil }
        guard given.count == 1, let kind = given.first else {
            note(path, "must be \(Self.forms)")
            return nil
        }
        let partner = ["sum": "equals", "number": "at_most"][kind]
        expect(["name", kind] + (partner.map { [$0] } ?? []), in: object, at: path)
        let fields = fields(object[kind], at: "\(path).\(kind)", numbers)
        let other = partner.flatMap { self.fields(object[$0], at: "\(path).\($0)", numbers)?.first }
        guard let fields, partner == nil || other != nil else { return nil }
        return rule(kind, fields, other, at: path)
    }

    private mutating func rule(
        _ kind: String,
        _ fields: [ReportField],
        _ other: ReportField?,
        at path: String
    ) -> DeclaredCheck.Rule? {
        switch (kind, other) {
        case ("sum", let whole?):
            if !whole.isOfRows || fields.allSatisfy(\.isOfRows) { return .sum(of: fields, equals: whole) }
            note("\(path).sum", "must hold numbers of rows only, since equals is one")
        case ("number", let limit?):
            if !limit.isOfRows, fields.count == 1 { return .atMost(fields[0], limit: limit) }
            note("\(path).at_most", "must be a number of the sheet, not of its rows")
        case ("present", _):
            return .present(fields)
        case ("equal", _):
            if fields.count > 1, !fields.contains(where: \.isOfRows) { return .equal(fields) }
            note("\(path).equal", "must be two or more numbers of the sheet, not of its rows")
        default:
            if !fields.contains(where: \.isOfRows) { return .sameInAllReports(fields) }
            note("\(path).\(kind)", "must be numbers of the sheet, not of its rows")
        }
        return nil
    }

    /// One path, or a list of them.
    private mutating func fields(_ json: JSONValue?, at path: String, _ numbers: Set<String>) -> [ReportField]? {
        let items = json?.arrayValue ?? json.map { [$0] } ?? []
        guard (1...50).contains(items.count) else {
            note(path, "must be a path, or a list of up to 50, such as ballot_statistics.good_ballots")
            return nil
        }
        let fields = items.enumerated().compactMap { index, item -> ReportField? in
            guard let text = item.stringValue, numbers.contains(text), let field = ReportField(path: text) else {
                let place = json?.arrayValue == nil ? path : "\(path)[\(index)]"
                note(
                    place,
                    "is no number of the response schema; there are \(numbers.sorted().joined(separator: ", "))"
                )
                return nil
            }
            return field
        }
        return fields.count == items.count ? fields : nil
    }
}
