// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor jobs show`
struct JobsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows where a job is: waiting, delayed, running, dead or answered.",
        discussion: """
            Running and finished jobs are found at once. The others are looked for in slices, which takes its time \
            with a million of them; --quick leaves that out.

            Examples:
              vote-extractor jobs show 01980f5e-7c3a-7000-8000-000000000001
              vote-extractor jobs show sheet-17 --quick --json | jq -r .state
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The job's id.")
    var id: String

    @Flag(help: "Only look where it is quick.")
    var quick = false

    @Flag(help: "Print one JSON object a line on a terminal, too, as it is where nobody reads along.")
    var json = false

    func run() async throws {
        try await queue.withQueue("vote-extractor-queue") { queue in
            var states: [JSONObject] = []
            if let sighting = try await queue.job(id: id) { states += Self.states(sighting) }
            if !quick, !states.contains(where: { $0["state"] == "running" }) {
                let bar = ProgressBar(total: try await total(queue), title: "Looking for the job")
                let search = JobSearch(queue: queue, id: id)
                states += try await search.states(onProgress: bar.show)
                bar.finish()
            }
            show(states)
            guard states.isEmpty else { return }
            Terminal.complain("there is no sign of job \(id.printable)")
            throw ExitCode.notFound
        }
    }

    private func show(_ states: [JSONObject]) {
        guard Terminal.outputIsTerminal, !json else {
            for state in states { Terminal.print(JSONValue.object(state).serialized()) }
            return
        }
        var table = TextTable([("STATE", .left), ("DETAIL", .left)])
        for state in states { table.append([state["state"]?.stringValue ?? "-", Self.detail(of: state)]) }
        if !states.isEmpty { for line in table.lines { Terminal.print(line) } }
    }

    private static func detail(of state: JSONObject) -> String {
        if let letter = state["letter"] {
            let words = ["id", "error_type", "message"].compactMap { letter[$0]?.stringValue }
            return words.joined(separator: "  ")
        }
        let members = state.filter { $0.key != "state" }
        return members.map { "\($0.key.replacing("_", with: " ")) \($0.value.stringValue ?? $0.value.text)" }
            .joined(separator: ", ")
    }

    private func total(_ queue: RedisJobQueue) async throws -> Int {
        let statistics = try await queue.statistics()
        return statistics.deadLetters.count + statistics.delayed + statistics.waiting
    }

    private static func states(_ sighting: JobSighting) -> [JSONObject] {
        var states: [JSONObject] = []
        if let run = sighting.run {
            states.append([
                "state": "running", "delivery": .integer(run.delivery), "worker": .string(run.worker),
                "lease_ends": .string(run.leaseEnd.rfc3339),
            ])
        }
        if let moment = sighting.answeredAt { states.append(["state": "answered", "at": .string(moment.rfc3339)]) }
        if let moment = sighting.cancelRequestedAt {
            states.append(["state": "to be cancelled", "asked_at": .string(moment.rfc3339)])
        }
        return states
    }
}
