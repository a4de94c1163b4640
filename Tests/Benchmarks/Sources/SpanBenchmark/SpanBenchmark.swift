// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures what a span costs the program that is traced: see `scripts/bench-spans`.
@main
enum SpanBenchmark {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == arguments.count, numbers.count <= 2 else { usage() }
        let traces = numbers.first ?? 20_000
        let rounds = numbers.dropFirst().first ?? 15
        guard (1...1_000_000).contains(traces), (1...1000).contains(rounds) else { usage() }
        await SpanCosts(traces: traces, rounds: rounds).run()
    }

    private static func usage() -> Never {
        print("usage: SpanBenchmark [TRACES (1...1000000) [ROUNDS (1...1000)]]")
        exit(2)
    }
}
