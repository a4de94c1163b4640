// SPDX-License-Identifier: Apache-2.0

/// Lists in details, which must stay short whatever the sheet holds.
enum BoundedList {
    private static let shown = 8

    static func text(_ items: [String]) -> String {
        let list = items.prefix(shown).joined(separator: "; ")
        return items.count > shown ? "\(list); and \(items.count - shown) more" : list
    }
}
