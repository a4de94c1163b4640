// SPDX-License-Identifier: Apache-2.0

import Metrics
import TestSupport
import Testing

@testable import WorkerHealth

/// The text that Prometheus reads, also by its official parser.
@Suite struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry()

    private var text: String { String(decoding: registry.text, as: UTF8.self) }

    @Test func countersGrow() {
        Counter(label: "vote.jobs-done", dimensions: [("queue", "a")], factory: registry).increment(by: 2)
        Counter(label: "vote.jobs-done", dimensions: [("queue", "a")], factory: registry).increment()
        Counter(label: "vote.jobs-done", dimensions: [("queue", "b")], factory: registry).increment()
        #expect(
            text.contains(
                """
                # TYPE vote_jobs_done_total counter
                vote_jobs_done_total{queue="a"} 3
                vote_jobs_done_total{queue="b"} 1

                """
            )
        )
    }

    @Test func gaugesShowTheLatest() {
        let gauge = Gauge(label: "running", factory: registry)
        gauge.record(4)
        gauge.record(2.5)
        #expect(text.contains("# TYPE running gauge\nrunning 2.5\n"))
    }

    @Test func timersAreHistogramsOfSeconds() {
        let timer = Timer(label: "run", dimensions: [("type", "x")], factory: registry)
        timer.recordMilliseconds(40)
        timer.recordSeconds(2)
        timer.recordSeconds(3600)
        for line in [
            "# TYPE run_seconds histogram", #"run_seconds_bucket{type="x",le="0.025"} 0"#,
            #"run_seconds_bucket{type="x",le="0.05"} 1"#, #"run_seconds_bucket{type="x",le="600.0"} 2"#,
            #"run_seconds_bucket{type="x",le="+Inf"} 3"#, #"run_seconds_sum{type="x"} 3602.04"#,
            #"run_seconds_count{type="x"} 3"#,
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }

    @Test func recordersAreSummaries() {
        let recorder = Recorder(label: "size", factory: registry)
        recorder.record(10)
        recorder.record(20)
        #expect(text.contains("# TYPE size summary\nsize_sum 30\nsize_count 2\n"))
    }

    @Test func aNameIsOfOneKindOnly() {
        Gauge(label: "x_total", factory: registry).record(1)
        Counter(label: "x", factory: registry).increment()
        #expect(text.contains("# TYPE x_total gauge\nx_total 1\n"))
        #expect(text.contains("prometheus_series_refused 1\n"))
    }

    @Test func seriesAreBounded() {
        let registry = PrometheusRegistry(maximumSeries: 2)
        for number in 0..<5 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        let text = String(decoding: registry.text, as: UTF8.self)
        #expect(text.contains("prometheus_series_refused 3\n"))
        #expect(!text.contains(#"n="2""#))
    }

    @Test(.enabled(if: PythonScript.isInstalled, "\(PythonScript.hint)"))
    func theOfficialParserReadsIt() async throws {
        Counter(label: "9.odd name", dimensions: [("a b", "\"x\\y\nz\" ไทย"), ("le", "1")], factory: registry)
            .increment()
        Timer(label: "run", factory: registry).recordSeconds(1)
        Recorder(label: "size", factory: registry).record(1)
        Gauge(label: "free", factory: registry).record(Double.infinity)
        let read = try await PythonScript("prometheus_samples.py").run(input: registry.text)
        #expect(read.contains(#"counter _9_odd_name_total {"a_b": "\"x\\y\nz\" ไทย", "le": "1"} 1"#), "\(read)")
        #expect(read.contains(#"histogram run_seconds_bucket {"le": "1.0"} 1"#), "\(read)")
        #expect(read.contains("summary size_sum {} 1"), "\(read)")
        #expect(read.contains("gauge free {} inf"), "\(read)")
    }
}
