// SPDX-License-Identifier: Apache-2.0

/// How the rules come out that profiles describe.
enum FieldRule {
    static func sum(_ parts: [ReportField], _ whole: ReportField, _ subject: CheckSubject) -> CheckOutcome {
        guard whole.isOfRows else { return total(parts, whole, subject) }
        let terms = parts.map { $0.values(in: subject.report) }
        return eachRow(whole, subject) { row, value in
            let known = terms.compactMap { $0[row] }
            guard known.count == parts.count else { return nil }
            let sum = known.saturatingSum()
            return sum == value ? .kept : .broken("row \(row): \(whole.member) \(value), parts add to \(sum)")
        }
    }

    static func equal(_ fields: [ReportField], _ subject: CheckSubject) -> CheckOutcome {
        let values = fields.map { $0.values(in: subject.report)[0] }
        let known = values.compactMap(\.self)
        let written = zip(fields, known).map { "\($0.member) \($1)" }.joined(separator: ", ")
        guard known.count == fields.count else { return .notApplicable(missing(fields, values)) }
        return Set(known).count == 1 ? .passed(written) : .failed(written, fields: fields.map(\.path))
    }

    static func atMost(_ field: ReportField, _ limit: ReportField, _ subject: CheckSubject) -> CheckOutcome {
        guard let most = limit.values(in: subject.report)[0] else {
            return .notApplicable("\(limit.member) is missing")
        }
        let values = field.values(in: subject.report)
        let above = values.indices.filter { values[$0] ?? .min > most }
        guard above.isEmpty else {
            let texts = above.map { "\(place(field, $0)) \(values[$0] ?? 0) is above \(limit.member) \(most)" }
            return .failed(BoundedList.text(texts), fields: above.map { path(field, $0) } + [limit.path])
        }
        guard values.contains(where: { $0 != nil }) else { return .notApplicable("\(field.member) is missing") }
        return .passed("\(field.member) is not above \(limit.member) \(most)")
    }

    static func present(_ fields: [ReportField], _ subject: CheckSubject) -> CheckOutcome {
        let absent = fields.flatMap { field in
            let values = field.values(in: subject.report)
            return values.indices.filter { values[$0] == nil }.map { path(field, $0) }
        }
        guard absent.isEmpty else { return .failed("missing: \(BoundedList.text(absent))", fields: absent) }
        return .passed("\(fields.count) fields are there")
    }

    static func sameInAllReports(_ fields: [ReportField], _ subject: CheckSubject) -> CheckOutcome {
        guard !subject.isOnlyReport else { return .notApplicable("the job has one report only") }
        let differing = fields.filter { field in
            guard let own = field.values(in: subject.report)[0] else { return false }
            return subject.earlier.contains { other in field.values(in: other)[0].map { $0 != own } ?? false }
        }
        guard differing.isEmpty else {
            let names = differing.map(\.member).joined(separator: ", ")
            return .failed("\(names): differs from an earlier report", fields: differing.map(\.path))
        }
        return .passed("\(fields.count) fields are alike")
    }

    private static func total(_ parts: [ReportField], _ whole: ReportField, _ subject: CheckSubject) -> CheckOutcome {
        guard let value = whole.values(in: subject.report)[0] else {
            return .notApplicable("\(whole.member) is missing")
        }
        let values = parts.flatMap { $0.values(in: subject.report) }
        let known = values.compactMap(\.self)
        guard !known.isEmpty else { return .notApplicable("no number to add up is there") }
        let sum = known.saturatingSum()
        let written = "\(whole.member) \(value), \(parts.map(\.member).joined(separator: " + ")) add to \(sum)"
        let fields = [whole.path] + parts.map(\.path)
        guard known.count == values.count else {
            let isExceeded = sum > value && known.allSatisfy { $0 >= 0 }
            let gap = "\(values.count - known.count) numbers to add up are missing"
            return isExceeded ? .failed("\(written), \(gap)", fields: fields) : .notApplicable(gap)
        }
        return sum == value ? .passed(written) : .failed(written, fields: fields)
    }

    private enum RowOutcome {
        case kept
        case broken(String)
    }

    /// A rule of each row that has the number; nil where another number of the row is missing.
    private static func eachRow(
        _ field: ReportField,
        _ subject: CheckSubject,
        _ rule: (Int, Int) -> RowOutcome?
    ) -> CheckOutcome {
        var kept = 0
        var broken: [(row: Int, text: String)] = []
        for (row, value) in field.values(in: subject.report).enumerated() {
            switch value.flatMap({ rule(row, $0) }) {
            case .kept: kept += 1
            case .broken(let text): broken.append((row, text))
            case nil: break
            }
        }
        guard broken.isEmpty else {
            return .failed(BoundedList.text(broken.map(\.text)), fields: broken.map { path(field, $0.row) })
        }
        return kept > 0 ? .passed("\(kept) rows") : .notApplicable("no row has all of these numbers")
    }

    private static func path(_ field: ReportField, _ row: Int) -> String {
        field.isOfRows ? "vote_results[\(row)].\(field.member)" : field.path
    }

    private static func place(_ field: ReportField, _ row: Int) -> String {
        field.isOfRows ? "row \(row): \(field.member)" : field.member
    }

    private static func missing(_ fields: [ReportField], _ values: [Int?]) -> String {
        "missing: " + zip(fields, values).filter { $1 == nil }.map(\.0.member).joined(separator: ", ")
    }
}
