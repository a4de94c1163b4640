// SPDX-License-Identifier: Apache-2.0

import JSON

/// A setting as `vote-extractor config` shows it.
struct SettingRow {
    private let key: String
    private let variable: String
    private let flag: String?
    private let allowed: String
    private let value: JSONValue
    private let source: SettingSources.Source
    /// What names the source: the flag, the variable or the file's path.
    private let place: String

    init(_ entry: SettingEntry, _ sources: SettingSources) {
        let given = sources.arguments.texts(of: entry).map { ($0, SettingSources.Source.flag) }
        let (texts, source) = given ?? sources.found(entry) ?? (entry.standard, .standard)
        key = entry.key
        variable = entry.variable
        flag = entry.flag
        allowed = entry.allowed
        value = entry.shown(texts)
        self.source = source
        place =
            switch source {
            case .flag: entry.flag ?? ""
            case .environment: entry.variable
            case .file: sources.file?.path ?? ""
            case .standard: source.rawValue
            }
    }

    /// Datadog's variables that are set.
    static func datadog(_ sources: SettingSources) -> [SettingRow] {
        DatadogVariables.all.map { name in
            SettingEntry(
                variable: name,
                flag: nil,
                form: .text,
                allowed: "as for Datadog's tracers",
                standard: [],
                isSecret: DatadogVariables.secrets.contains(name)
            ) { _ in true }
        }.filter { sources.found($0) != nil }.map { SettingRow($0, sources) }
    }

    var cells: [String] { [key, shown, place] }

    private var shown: String {
        switch value {
        case .null: "-"
        case .array(let elements): elements.isEmpty ? "-" : elements.compactMap(\.stringValue).joined(separator: ", ")
        default: value.stringValue ?? value.text
        }
    }

    var json: JSONValue {
        [
            "setting": .string(key), "variable": .string(variable), "flag": flag.map { .string($0) } ?? .null,
            "value": value, "source": .string(source.rawValue), "from": .string(place), "allowed": .string(allowed),
        ]
    }
}
