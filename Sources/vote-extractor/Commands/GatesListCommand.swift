// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import ModelClient

/// `vote-extractor gates list`
struct GatesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the gates of models that were asked within a day.",
        discussion: """
            Examples:
              vote-extractor gates list
              vote-extractor gates list --json | jq 'select(.state != "open")'
            """
    )

    @OptionGroup var queue: QueueOptions

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() async throws {
        let gates = try await queue.withGates { try await $0.gates() }
        guard !json else {
            for gate in gates { Terminal.print(gate.json.serialized()) }
            return
        }
        var table = TextTable([
            ("GATE", .left), ("STATE", .left), ("REASON", .left), ("SECONDS", .right), ("RATE", .right),
            ("FAILURES", .right), ("AT ONCE", .right),
        ])
        for gate in gates {
            table.append([
                gate.key, gate.state, gate.reason ?? "-", gate.seconds.map { "\(Int($0.rounded(.up)))" } ?? "-",
                "\(Int((gate.rateFactor * 100).rounded())) %", "\(gate.failures)",
                gate.callsAtOnce.map { "\(Int(min($0.rounded(.up), 1e9)))" } ?? "-",
            ])
        }
        for line in table.lines { Terminal.print(line) }
    }
}

extension GateStatus {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["gate": .string(key), "state": .string(state)]
        object["reason"] = reason.map { .string($0) }
        object["seconds"] = seconds.map { .double($0) }
        object["rate_factor"] = .double(rateFactor)
        object["failures"] = .integer(Int64(failures))
        object["calls_at_once"] = callsAtOnce.map { .double($0) }
        return .object(object)
    }
}
