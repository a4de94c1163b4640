// SPDX-License-Identifier: Apache-2.0

import JSON

/// How a setting is called in each of its places, and what it may be.
struct SettingEntry: Sendable {
    /// How a value is written in the file.
    enum Form: Sendable {
        case text
        case number
        case truth
        case list
    }

    /// Its environment variable.
    let variable: String
    /// Its option on the command line; secrets have none, since everyone on the machine could read it.
    let flag: String?
    let form: Form
    /// What it may be, as the end of "must be …".
    let allowed: String
    /// What counts where nobody says anything; empty for nothing.
    let standard: [String]
    var isSecret = false
    /// Whether texts from the environment or the file can be its value.
    let accepts: @Sendable ([String]) -> Bool

    /// Its name in the file: the variable's without our prefix.
    var key: String { Self.key(of: variable) }

    /// What our own variables begin with.
    static let prefix = "VOTE_EXTRACTOR_"

    static func key(of variable: String) -> String {
        (variable.hasPrefix(prefix) ? String(variable.dropFirst(prefix.count)) : variable).lowercased()
    }

    /// The value as people and programs may see it.
    func shown(_ texts: [String]) -> JSONValue {
        let texts = isSecret ? texts.map { _ in "********" } : texts.map(\.withoutPassword)
        guard form != .list else { return .array(texts.map { .string($0) }) }
        guard let text = texts.first else { return .null }
        switch form {
        case .number: return Int64(text).map { .integer($0) } ?? .string(text)
        case .truth: return Bool(yesOrNo: text).map { .bool($0) } ?? .string(text)
        case .text, .list: return .string(text)
        }
    }
}
