// SPDX-License-Identifier: Apache-2.0

/// What the rest of the program relies on in a profile's schema: the report's own members keep their kinds.
///
/// A profile may leave members out and add others, of plain kinds, to the four parts of a report.
struct SchemaContract {
    private(set) var issues: [SchemaIssue] = []

    mutating func check(_ node: SchemaNode) {
        guard case .list(of: let report, maximum: _) = node, case .object(let parts) = report else {
            return note("response_schema", "must be an array of objects, the reports")
        }
        let path = "response_schema.items.properties"
        let known = ReportSchema.members
        for part in parts {
            guard let standard = known[part.name] else {
                let names = ReportSchema.members.keys.sorted().joined(separator: ", ")
                note("\(path).\(part.name)", "is no part of a report; the parts are \(names)")
                continue
            }
            check(part.node, standard, "\(path).\(part.name)")
        }
        let rows = ReportSchema.fields(of: parts.first { $0.name == "vote_results" }?.node)
        guard rows.contains(where: { $0.name == "vote_count" }) else {
            return note("\(path).vote_results", "must be an array of objects with vote_count")
        }
    }

    private mutating func check(_ node: SchemaNode, _ standard: SchemaNode, _ path: String) {
        switch (node, standard) {
        case (.list(of: let element, maximum: _), .list(of: let expected, maximum: _)):
            check(element, expected, "\(path).items")
        case (.object(let fields), .object(let expected)):
            let isStatistics = expected.allSatisfy { $0.node == .integer }
            for field in fields {
                let own = expected.first { $0.name == field.name }
                let place = "\(path).properties.\(field.name)"
                check(field.node, as: own?.node ?? (isStatistics ? .integer : nil), place)
            }
        default:
            note(path, "must be \(standard.kind), as in every report")
        }
    }

    private mutating func check(_ node: SchemaNode, as standard: SchemaNode?, _ path: String) {
        guard let standard else {
            switch node {
            case .integer, .text, .choice, .label: return
            case .object, .list: return note(path, "must be a number or a text: a field of one's own holds no others")
            }
        }
        guard node.isText == standard.isText, node.kind == standard.kind || standard.isText else {
            return note(path, "must be \(standard.kind), as in every report")
        }
    }

    private mutating func note(_ path: String, _ message: String) {
        issues.append(SchemaIssue(path: path, message: message))
    }
}

extension SchemaNode {
    fileprivate var kind: String {
        switch self {
        case .object: "an object"
        case .list: "an array"
        case .integer: "an integer"
        case .text, .choice: "a string"
        case .label: "a string or an integer"
        }
    }

    fileprivate var isText: Bool {
        switch self {
        case .text, .choice, .label: true
        case .object, .list, .integer: false
        }
    }
}
