// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatadogTracing
import JSON
import LLMObservability

/// `vote-extractor config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Prints each setting with its value, where that comes from, and what is wrong with it.",
        discussion: """
            A setting is taken from its flag, else from its environment variable, else from the file that --config \
            names, else it has its default. The file is one JSON object; its names are those of the variables in lower \
            case, ours without their prefix:
              {"redis_url": "redis://queue.internal", "concurrency": 16, "fallback_models": ["openai:gpt-5-mini"],
               "dashboard_port": 9000, "dd_env": "prod"}
            Passwords and keys are shown as marks. Exits with 2 if something is wrong.

            Examples:
              vote-extractor config
              vote-extractor config --config ./vote-extractor.json --json | jq '.settings[] | select(.source != "default")'
              vote-extractor config worker --concurrency 4        # what this command would run with
            """
    )

    @OptionGroup var config: ConfigFileOption

    @Flag(help: "Print one JSON object.")
    var json = false

    @Argument(parsing: .captureForPassthrough, help: "A command with its arguments: only its settings are shown.")
    var command: [String] = []

    /// What is captured may begin with a flag that is meant for this command.
    func validate() throws {
        if ["--help", "-h"].contains(command.first) { throw CleanExit.helpRequest(self) }
    }

    func run() throws {
        let sources = SettingSources.current
        let settings = try shownSettings()
        let problems = sources.problems + sources.strangers + settings.compactMap(sources.complaint)
        let rows = settings.map { SettingRow($0, sources) } + (command.isEmpty ? SettingRow.datadog(sources) : [])
        if json {
            Terminal.print(Self.json(rows, problems, sources.file?.path).serialized())
        } else {
            for line in Self.table(rows).lines { Terminal.print(line) }
        }
        for problem in problems + Self.datadogMistakes(sources) { Terminal.complain("! \(problem)") }
        if !problems.isEmpty { Terminal.leave(ExitCode(2)) }
    }

    /// Those that the command's help names, once the command was found to be one.
    private func shownSettings() throws -> [SettingEntry] {
        guard !command.isEmpty else { return Settings.all }
        let parsed = try VoteExtractor.parseAsRoot(command)
        let names = SettingSources.names(in: VoteExtractor.helpMessage(for: type(of: parsed), columns: 200))
        return Settings.all.filter { names.contains($0.variable) }
    }

    private static func table(_ rows: [SettingRow]) -> TextTable {
        var table = TextTable([("SETTING", .left), ("VALUE", .left), ("FROM", .left)])
        for row in rows { table.append(row.cells) }
        return table
    }

    private static func json(_ rows: [SettingRow], _ problems: [String], _ path: String?) -> JSONValue {
        [
            "file": path.map { .string($0) } ?? .null, "settings": .array(rows.map(\.json)),
            "problems": .array(problems.map { .string($0) }),
        ]
    }

    /// What the libraries would do without, saying so in the log.
    private static func datadogMistakes(_ sources: SettingSources) -> [String] {
        DatadogTracingConfiguration(environment: sources.environment).mistakes.map(\.message)
            + LLMObsConfiguration(environment: sources.environment).mistakes.map(\.message)
    }
}
