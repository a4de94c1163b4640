// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// One field of a sheet: what is on it, and what was read.
struct SheetCell {
    /// What kind of field it is.
    enum Group: String, CaseIterable {
        /// Votes by row.
        case votes
        /// Voters and ballots.
        case totals
        /// Votes in words.
        case words
        /// Candidates and parties.
        case names
        /// The head of the sheet.
        case form

        /// For people.
        var title: String {
            switch self {
            case .votes: "Votes by row"
            case .totals: "Voters and ballots"
            case .words: "Votes in words"
            case .names: "Candidates and parties"
            case .form: "Head of the sheet"
            }
        }
    }

    let group: Group
    /// Such as `[0].vote_results[3].vote_count`; the same for all models.
    let path: String
    /// What stands before it on the sheet.
    let label: String
    /// Null for what the sheet does not have.
    let expected: JSONValue
    let actual: JSONValue
    /// Whether anybody knows for sure what is right.
    let isScored: Bool

    var isRight: Bool { Self.isSame(expected, actual) }

    /// Numbers exactly, texts without regard to case and spaces.
    private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let number = left.intValue, let other = right.intValue { return number == other }
        return plain(left) == plain(right)
    }

    static func plain(_ value: JSONValue) -> String {
        guard !value.isNull else { return "" }
        let text = (value.stringValue ?? value.text).precomposedStringWithCanonicalMapping.lowercased()
        return text.filter { !$0.isWhitespace }
    }
}
