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
    let isRight: Bool

    init(
        group: Group,
        path: String,
        label: String,
        expected: JSONValue,
        actual: JSONValue,
        isScored: Bool
    ) {
        self.group = group
        self.path = path
        self.label = label
        self.expected = expected
        self.actual = actual
        self.isScored = isScored
        // Once: all that is said of a sheet asks for it.
        isRight = Self.isSame(expected, actual)
    }

    /// Numbers exactly, texts without regard to case and spaces.
    private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        if left.isNull || right.isNull { return isBlank(left) && isBlank(right) }
        if let number = left.intValue, let other = right.intValue { return number == other }
        return plain(left) == plain(right)
    }

    private static func isBlank(_ value: JSONValue) -> Bool {
        value.isNull || value.stringValue?.allSatisfy(\.isWhitespace) == true
    }

    static func plain(_ value: JSONValue) -> String {
        guard !value.isNull else { return "" }
        let text = value.stringValue ?? value.text
        if text.utf8.allSatisfy(isPlain) { return text }
        return text.precomposedStringWithCanonicalMapping.lowercased().filter { !$0.isWhitespace }
    }

    /// Whether a byte is one of ASCII that stays as it is.
    private static func isPlain(_ byte: UInt8) -> Bool {
        0x21...0x7e ~= byte && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte)
    }
}
