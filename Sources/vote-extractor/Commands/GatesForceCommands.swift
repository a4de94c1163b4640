// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import ModelClient

/// `vote-extractor gates close`
struct GatesCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Lets no call of a model through for a while; jobs go to fallback models or wait in the queue.",
        discussion: "Example: vote-extractor gates close gemini/gemini-2.5-pro --minutes 30"
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var gate: GateArgument
    @OptionGroup var report: ChangeReport

    @Option(help: "For how long, at most 10080: a week.")
    var minutes = 60

    func validate() throws {
        guard (1...10_080).contains(minutes) else { throw ValidationError("--minutes must be from 1 to 10080") }
    }

    func run() async throws {
        try await queue.withGates { try await $0.close(gate.name, for: .seconds(minutes * 60)) }
        report.tell(
            "\(gate.name) is closed for \(minutes) minutes",
            ["gate": .string(gate.name), "state": "closed", "seconds": .integer(Int64(minutes * 60))]
        )
    }
}

/// `vote-extractor gates open`
struct GatesOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Ends whatever keeps a model's calls back; a slowed rate stays slowed.",
        discussion: "Example: vote-extractor gates open gemini/gemini-2.5-pro"
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var gate: GateArgument
    @OptionGroup var report: ChangeReport

    func run() async throws {
        try await queue.withGates { gates in
            try await gate.require(in: gates)
            try await gates.open(gate.name)
        }
        report.tell("\(gate.name) is open", ["gate": .string(gate.name), "done": "open"])
    }
}

/// `vote-extractor gates reset`
struct GatesResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Forgets all that was learnt about a model: refusals, waits and the slowed rate.",
        discussion: "Example: vote-extractor gates reset gemini/gemini-2.5-pro"
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var gate: GateArgument
    @OptionGroup var report: ChangeReport

    func run() async throws {
        try await queue.withGates { gates in
            try await gate.require(in: gates)
            try await gates.reset(gate.name)
        }
        report.tell("\(gate.name) is reset", ["gate": .string(gate.name), "done": "reset"])
    }
}
