// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// What the command line, the environment and the file say of settings.
struct SettingSources: Sendable {
    /// Where a value comes from.
    enum Source: String, Sendable {
        case flag
        case environment
        case file
        case standard = "default"
    }

    /// Those of this process.
    static let current = SettingSources(
        arguments: Array(CommandLine.arguments.dropFirst()),
        environment: ProcessInfo.processInfo.environment
    )

    let arguments: ArgumentTexts
    /// The environment as it is.
    let variables: [String: String]
    /// The variables, and below them what the file says of Datadog's.
    let environment: [String: String]
    let file: SettingsFile?
    private let unreadable: String?

    /// What is wrong with the file as a whole, and with its names.
    ///
    /// Not looked for at first: the settings, whose names it takes, may ask these sources for their defaults.
    var problems: [String] { unreadable.map { [$0] } ?? file?.problems ?? [] }

    init(arguments: [String], environment: [String: String]) {
        self.arguments = ArgumentTexts(arguments)
        variables = environment
        let path = self.arguments.texts(of: ConfigFileOption.flag).last ?? environment[ConfigFileOption.variable]
        guard let path, !path.isEmpty else {
            self.environment = environment
            file = nil
            unreadable = nil
            return
        }
        do {
            let file = try SettingsFile(path: path)
            self.file = file
            self.environment = environment.filter { !$0.value.isEmpty }
                .merging(file.datadogVariables) { environment, _ in environment }
            unreadable = nil
        } catch {
            self.environment = environment
            file = nil
            unreadable = error.description
        }
    }

    /// What the environment or the file says of a setting; nil if neither says anything.
    func found(_ entry: SettingEntry) -> (texts: [String], source: Source)? {
        if let texts = variable(entry) { return (texts, .environment) }
        if let texts = file?.texts(of: entry) { return (texts, .file) }
        return nil
    }

    /// Whether anybody says anything of a setting.
    func says(_ entry: SettingEntry) -> Bool { arguments.texts(of: entry) != nil || found(entry) != nil }

    /// What is wrong with the value that the environment or the file gives a setting, if anything is.
    func complaint(of entry: SettingEntry) -> String? {
        guard let (texts, source) = found(entry), !entry.accepts(texts) else { return nil }
        let place = source == .file ? "\(file?.path ?? ""): \(entry.key)" : entry.variable
        let value = entry.isSecret ? "" : ", not '\(texts.map(\.withoutPassword).joined(separator: ","))'"
        return "\(place) must be \(entry.form == .list ? "a list of " : "")\(entry.allowed)\(value)"
    }

    /// Ends a command that would run on something else than what somebody has written for it.
    ///
    /// - Parameter help: the command's own: it names each variable that the command reads.
    func verify(_ settings: [SettingEntry], help: String) throws {
        let names = Self.names(in: help)
        // Whoever reads no settings, such as help, works with whatever file.
        guard names.contains(ConfigFileOption.variable) else { return }
        let wrong = settings.filter { names.contains($0.variable) && arguments.texts(of: $0) == nil }
        let complaints = problems + wrong.compactMap(complaint)
        guard complaints.isEmpty else { throw ValidationError(complaints.joined(separator: "\n")) }
    }

    /// The words of a help text that could be variables.
    static func names(in help: String) -> Set<String> {
        Set(help.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    }

    private func variable(_ entry: SettingEntry) -> [String]? {
        guard let text = variables[entry.variable], !text.isEmpty else { return nil }
        guard entry.form == .list else { return [text.trimmingCharacters(in: .whitespaces)] }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
