// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// A file with settings: one JSON object whose names are those of variables in lower case, ours without their prefix.
struct SettingsFile: Sendable {
    let path: String
    private let object: JSONObject

    init(path: String) throws(CommandError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("the config file \(path) is not there, or cannot be read")
        }
        do {
            guard let object = try JSONValue(parsing: Array(bytes)).objectValue else {
                throw CommandError(#"\#(path): write one JSON object, such as {"queue": "vote-extraction"}"#)
            }
            self.path = path
            self.object = object
        } catch let error as JSONError {
            throw CommandError("\(path) is no JSON: \(error.message)")
        } catch {
            throw CommandError("\(error)")
        }
    }

    /// What is said of a setting, each value as it would be written in the environment; nil if nothing.
    func texts(of entry: SettingEntry) -> [String]? {
        guard let value = object[entry.key], !value.isNull, Self.hasForm(value, isList: entry.form == .list) else {
            return nil
        }
        return (value.arrayValue ?? [value]).map(Self.text)
    }

    /// Datadog's variables as the file sets them.
    var datadogVariables: [String: String] {
        let pairs = DatadogVariables.all.compactMap { name in
            object[SettingEntry.key(of: name)].flatMap {
                $0.isNull || !Self.hasForm($0, isList: false) ? nil : (name, Self.text($0))
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// What is wrong with names, and with lists in place of a value or the other way round.
    var problems: [String] {
        let known = Dictionary(Settings.all.map { ($0.key, $0) }) { first, _ in first }
        let names = Settings.all.map(\.key) + DatadogVariables.all.map(SettingEntry.key)
        return object.compactMap { name, value in
            guard names.contains(name) else {
                let guess = name.nearest(in: names).map { "; did you mean '\($0)'?" } ?? ""
                return "\(path): there is no setting '\(name.printable)'\(guess)"
            }
            let isList = known[name]?.form == .list
            guard !Self.hasForm(value, isList: isList) else { return nil }
            return "\(path): \(name) must be \(isList ? #"a list such as ["…"]"# : known[name]?.allowed ?? "a text")"
        }
    }

    private static func hasForm(_ value: JSONValue, isList: Bool) -> Bool {
        switch value {
        case .null: true
        case .object: false
        case .array(let elements): isList && elements.allSatisfy { hasForm($0, isList: false) && !$0.isNull }
        default: !isList
        }
    }

    private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.text }
}
