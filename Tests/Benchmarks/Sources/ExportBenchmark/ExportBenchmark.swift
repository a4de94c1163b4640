// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures what tracing costs its host while the agent is well and while it is not: see `scripts/bench-export`.
@main
enum ExportBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        if arguments.first == "agent", let mood = arguments.dropFirst().first.flatMap(AgentStandIn.Mood.init) {
            try AgentStandIn(mood: mood).run()
        } else if arguments.first == "measure", arguments.count >= 5 {
            let agents = ExportComparison.Agents(urls: Array(arguments[1...4]))
            let rounds = numbers.first ?? 3
            let seconds = numbers.dropFirst().first ?? 10
            let rate = numbers.dropFirst(2).first ?? 100_000
            await ExportComparison(agents: agents, rounds: max(rounds, 1), seconds: max(seconds, 1), rate: rate).run()
        } else {
            usage()
        }
    }

    private static func usage() -> Never {
        print(
            """
            usage: ExportBenchmark agent taking|overloaded|silent
                   ExportBenchmark measure TAKING-URL OVERLOADED-URL SILENT-URL ABSENT-URL [ROUNDS [SECONDS [SPANS/S]]]
            """
        )
        exit(2)
    }
}
