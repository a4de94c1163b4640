// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation

/// The same load against agents in all moods, in one process, round by round.
struct ExportComparison {
    struct Agents {
        let urls: [String]
    }

    private struct Scenario {
        let name: String
        let url: String?
        let spansPerSecond: Int
    }

    let agents: Agents
    let rounds: Int
    let seconds: Int
    /// The overload; a tenth of it is the normal load.
    let rate: Int

    func run() async {
        let scenarios = scenarios
        var runs = [[ExportRun]](repeating: [], count: scenarios.count)
        for round in 1...rounds {
            for (index, scenario) in scenarios.enumerated() {
                let run = await ExportRun.measure(
                    url: scenario.url,
                    spansPerSecond: scenario.spansPerSecond,
                    seconds: seconds
                )
                runs[index].append(run)
                print("round \(round), \(scenario.name): last end p99 \(run.last99.text()) ns")
                fflush(nil)
            }
        }
        report(scenarios, runs)
    }

    private var scenarios: [Scenario] {
        [
            Scenario(name: "not sent", url: nil, spansPerSecond: rate),
            Scenario(name: "taking, 1x", url: agents.urls[0], spansPerSecond: rate / 10),
            Scenario(name: "taking", url: agents.urls[0], spansPerSecond: rate),
            Scenario(name: "overloaded", url: agents.urls[1], spansPerSecond: rate),
            Scenario(name: "silent", url: agents.urls[2], spansPerSecond: rate),
            Scenario(name: "absent", url: agents.urls[3], spansPerSecond: rate),
        ]
    }

    private func report(_ scenarios: [Scenario], _ runs: [[ExportRun]]) {
        print("\n\(seconds) s at \(rate) spans/s (1x: \(rate / 10)), traces of 10 spans; medians of \(rounds) rounds,")
        print("counts of the last; queue \(TracingLimits().maximumQueueBytes / 1_048_576) MiB\n")
        printRow("agent", scenarios.map(\.name))
        func row(_ name: String, _ decimals: Int = 0, _ figure: (ExportRun) -> Double) {
            printRow(name, runs.map { $0.map(figure).median.text(decimals) })
        }
        row("end of an inner span, p50, ns") { $0.innerMedian }
        row("end of an inner span, p99, ns") { $0.inner99 }
        row("end of a trace's last span, p50, ns") { $0.lastMedian }
        row("end of a trace's last span, p99, ns") { $0.last99 }
        row("CPU of the process per span, µs", 2) { $0.cpuMicrosecondsPerSpan }
        row("resident before, MiB", 1) { $0.memoryBefore }
        row("resident, most, MiB", 1) { $0.memoryPeak }
        row("resident after, MiB", 1) { $0.memoryAfter }
        let healthy = runs[2]
        row("inner p50 : taking", 2) { $0.innerMedian / healthy.map(\.innerMedian).median }
        row("inner p99 : taking", 2) { $0.inner99 / healthy.map(\.inner99).median }
        row("last p50 : taking", 2) { $0.lastMedian / healthy.map(\.lastMedian).median }
        row("last p99 : taking", 2) { $0.last99 / healthy.map(\.last99).median }
        printCounts(runs.compactMap(\.last))
    }

    private func printCounts(_ runs: [ExportRun]) {
        printRow("spans made", runs.map { "\($0.made)" })
        printRow("spans sent", runs.map { "\($0.statistics.sentSpans)" })
        for reason in [TraceDropReason.queueFull, .sendFailed, .rejected, .payloadTooLarge] {
            printRow("spans dropped, \(reason)", runs.map { "\($0.statistics.droppedSpans[reason, default: 0])" })
        }
        printRow(
            "spans not accounted for",
            runs.map { run in
                guard run.statistics.acceptedSpans > 0 else { return "-" }
                return "\(run.made - run.statistics.sentSpans - run.statistics.allDroppedSpans)"
            }
        )
        let failures = Set(runs.flatMap(\.statistics.requestFailures.keys)).sorted()
        printRow("requests", runs.map { "\($0.statistics.requests)" })
        for failure in failures {
            printRow(
                "requests failed, \(failure)",
                runs.map { "\($0.statistics.requestFailures[failure, default: 0])" }
            )
        }
    }
}
