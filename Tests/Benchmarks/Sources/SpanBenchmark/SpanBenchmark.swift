// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Measures what a span costs the program that is traced: see `scripts/bench-spans`.
@main
enum SpanBenchmark {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == arguments.count, [0, 1, 2, 4].contains(numbers.count) else { usage() }
        let traces = numbers.first ?? 10_000
        let rounds = numbers.dropFirst().first ?? 11
        guard (1...1_000_000).contains(traces), (1...1000).contains(rounds) else { usage() }
        // Not on the main thread, from and to which each change of executor is dear.
        await Task.detached {
            await SpanCosts(traces: traces, rounds: rounds, ddtrace: DdtraceCosts(numbers.dropFirst(2))).run()
            await SpanStages(traces: traces, rounds: rounds).run()
            Floor(rounds: rounds).run()
        }.value
    }

    private static func usage() -> Never {
        print("usage: SpanBenchmark [TRACES (1...1000000) [ROUNDS (1...1000) [DDTRACE-ENCODED-NS DDTRACE-OFF-NS]]]")
        exit(2)
    }
}
