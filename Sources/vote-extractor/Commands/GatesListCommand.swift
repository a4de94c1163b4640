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
            ("FAILURES", .right),
        ])
        for gate in gates {
            table.append([
                gate.key, gate.state, gate.reason ?? "-", gate.seconds.map { "\(Int($0.rounded(.up)))" } ?? "-",
                "\(Int((gate.rateFactor * 100).rounded())) %", "\(gate.failures)",
            ])
        }
        for line in table.lines { Terminal.print(line) }
    }
}

extension GateStatus {
    /// `open`, `waiting`, `refusing` or `closed`.
    fileprivate var state: String {
        switch decision {
        case .go: "open"
        case .wait: "waiting"
        case .refuse: "refusing"
        case .closed: "closed"
        }
    }

    fileprivate var reason: String? {
        switch decision {
        case .go: nil
        case .wait: ErrorClass.rateLimited.rawValue
        case .refuse(let errorClass, _): errorClass.rawValue
        case .closed: "operator"
        }
    }

    fileprivate var seconds: Double? {
        switch decision {
        case .go: nil
        case .wait(let wait), .refuse(_, let wait), .closed(let wait): wait / .seconds(1)
        }
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = ["gate": .string(key), "state": .string(state)]
        object["reason"] = reason.map { .string($0) }
        object["seconds"] = seconds.map { .double($0) }
        object["rate_factor"] = .double(rateFactor)
        object["failures"] = .integer(Int64(failures))
        return .object(object)
    }
}
