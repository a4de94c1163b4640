// SPDX-License-Identifier: Apache-2.0

import JSON

/// Finds the reports in JSON that wraps them, such as `{"reports": […]}` or one bare object.
enum ReportUnwrapping {
    private static let maximumDepth = 3
    private static let reportMembers = ["form_info", "voter_statistics", "ballot_statistics", "vote_results"]

    /// The reports in order; nil when there is nothing like a report.
    static func reports(in value: JSONValue, depth: Int = 0) -> [JSONValue]? {
        guard depth <= maximumDepth else { return nil }
        if let items = value.arrayValue { return reports(inList: items, depth: depth) }
        guard let members = value.objectValue else { return nil }
        let found = members.compactMap { member in
            reportMembers.contains(member.key) ? nil : reports(in: member.value, depth: depth + 1)
        }
        // A further report inside of one would else go with whatever is unknown there.
        if reportMembers.contains(where: { members[$0] != nil }) { return [value] + found.flatMap(\.self) }
        return found.isEmpty ? nil : found.flatMap(\.self)
    }

    private static func reports(inList items: [JSONValue], depth: Int) -> [JSONValue]? {
        let found = items.map { reports(in: $0, depth: depth + 1) }
        guard items.isEmpty || found.contains(where: { $0 != nil }) else { return nil }
        // An item that is no report stays, so that the schema check names it.
        return zip(items, found).flatMap { $1 ?? [$0] }
    }
}
