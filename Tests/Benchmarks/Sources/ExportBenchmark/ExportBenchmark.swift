// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Holds what tracing costs its host while the agent is in trouble against what it may: see `scripts/bench-export`.
@main
enum ExportBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "agent", let mood = arguments.dropFirst().first.flatMap(AgentMood.init) {
            return try AgentStandIn(mood: mood).run()
        }
        let numbers = arguments.prefix { Int($0) != nil }.compactMap { Int($0) }
        let moods = arguments.dropFirst(numbers.count).map { AgentMood(rawValue: $0) }
        guard numbers.count <= 3, numbers.allSatisfy({ $0 > 0 }), !moods.contains(nil) else { usage() }
        func number(_ index: Int, otherwise standard: Int) -> Int { numbers.count > index ? numbers[index] : standard }
        let table = FaultTable(
            moods: moods.isEmpty ? AgentMood.allCases : moods.compactMap(\.self),
            rounds: number(0, otherwise: 3),
            load: SpanLoad.Plan(
                spansPerSecond: max(number(2, otherwise: 100_000), SpanLoad.spansPerTrace),
                seconds: number(1, otherwise: 3)
            )
        )
        exit(try await table.run() ? 0 : 1)
    }

    private static func usage() -> Never {
        let moods = AgentMood.allCases.map(\.rawValue).joined(separator: " | ")
        print("usage: ExportBenchmark [ROUNDS [SECONDS [SPANS-PER-SECOND]]] [\(moods)]...")
        exit(2)
    }
}
