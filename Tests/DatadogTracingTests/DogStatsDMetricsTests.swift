// SPDX-License-Identifier: Apache-2.0

import Metrics
import Testing

@testable import DatadogTracing

/// What each kind of metric sends.
@Suite struct DogStatsDMetricsTests {
    @Test(arguments: DogStatsDFixture.Transport.allCases)
    func everyKindHasItsLine(transport: DogStatsDFixture.Transport) async throws {
        let fixture = try DogStatsDFixture(transport, tags: [("service", "votes")], containerID: "ci-0123ab")
        withMetricsFactory(fixture.client) {
            Counter(label: "jobs.done", dimensions: [("queue", "b"), ("kind", "a")]).increment(by: 3)
            FloatingPointCounter(label: "cost").increment(by: 0.25)
            Meter(label: "level").set(7)
            Gauge(label: "depth").record(1.5)
            Recorder(label: "bytes").record(1024)
            Timer(label: "time").recordMicroseconds(1500)
        }
        let ending = "#service:votes|c:ci-0123ab"
        let lines = try await fixture.flushedLines()
        #expect(
            Set(lines) == [
                "jobs.done:3|c|#service:votes,kind:a,queue:b|c:ci-0123ab", "cost:0.25|c|\(ending)",
                "level:7|g|\(ending)", "depth:1.5|g|\(ending)", "bytes:1024|d|\(ending)", "time:1.5|d|\(ending)",
            ]
        )
    }

    @Test func countersSendWhatWasAddedSinceTheLastTime() async throws {
        let fixture = try DogStatsDFixture()
        let counter = Counter(label: "n", factory: fixture.client)
        let fractions = FloatingPointCounter(label: "f", factory: fixture.client)
        counter.increment(by: 2)
        counter.increment()
        fractions.increment(by: 0.5)
        fractions.increment(by: -1)
        fractions.increment(by: Double.nan)
        #expect(try await Set(fixture.flushedLines()) == ["n:3|c", "f:0.5|c"])
        #expect(try await fixture.flushedLines() == [], "nothing was added")
        counter.increment(by: 5)
        counter.reset()
        counter.increment(by: -1)
        #expect(try await fixture.flushedLines() == ["n:-1|c"])
    }

    @Test func gaugesAreRepeatedUntilDestroyed() async throws {
        let fixture = try DogStatsDFixture()
        let meter = Meter(label: "m", factory: fixture.client)
        #expect(try await fixture.flushedLines() == [], "no value yet")
        meter.increment(by: 2)
        meter.decrement(by: 0.5)
        #expect(try await fixture.flushedLines() == ["m:1.5|g"])
        #expect(try await fixture.flushedLines() == ["m:1.5|g"])
        meter.set(Double.infinity)
        meter.set(Int64.max)
        meter.destroy()
        #expect(try await fixture.flushedLines() == ["m:9.223372036854776e+18|g"], "the last value comes yet")
        #expect(try await fixture.flushedLines() == [])
    }

    @Test func distributionsPackTheirValues() async throws {
        let fixture = try DogStatsDFixture()
        let recorder = Recorder(label: "r", factory: fixture.client)
        for value in [1, 2.5, -3, 1e-7] { recorder.record(value) }
        recorder.record(Double.nan)
        #expect(try await fixture.flushedLines() == ["r:1:2.5:-3:1e-07|d"])
        #expect(try await fixture.flushedLines() == [])
    }

    @Test func timersSendTheUnitTheyPrefer() async throws {
        let fixture = try DogStatsDFixture()
        Timer(label: "s", preferredDisplayUnit: .seconds, factory: fixture.client).recordMilliseconds(1500)
        Timer(label: "ms", factory: fixture.client).recordSeconds(2)
        #expect(try await Set(fixture.flushedLines()) == ["s:1.5|d", "ms:2000|d"])
    }

    @Test func aBusyDistributionSendsAFairSample() async throws {
        let fixture = try DogStatsDFixture { $0.maximumSamples = 100 }
        let recorder = Recorder(label: "busy", dimensions: [("a", "b")], factory: fixture.client)
        for value in 0..<10_000 { recorder.record(value) }
        let lines = try await fixture.flushed()
        let values = lines.flatMap(\.values)
        #expect(values.count == 100 && Set(values).count == 100)
        #expect(lines.allSatisfy { $0.rate == 0.01 && $0.tags == ["a:b"] })
        // The mean of 100 out of 0..<10000 is 5000 with a deviation of 289; this is seven of them.
        #expect(abs(values.reduce(0, +) / 100 - 5000) < 2000)
        recorder.record(1)
        #expect(try await fixture.flushedLines() == ["busy:1|d|#a:b"], "the rate is the interval's own")
    }

    @Test func metricsOfTheSameNameAndTagsAreOne() async throws {
        let fixture = try DogStatsDFixture()
        let first = Counter(label: "n", dimensions: [("a", "1"), ("b", "2")], factory: fixture.client)
        let second = Counter(label: "n", dimensions: [("b", "2"), ("a", "1")], factory: fixture.client)
        first.increment()
        second.increment()
        #expect(try await fixture.flushedLines() == ["n:2|c|#a:1,b:2"])
        first.increment()
        first.destroy()
        first.destroy()
        second.increment()
        #expect(try await fixture.flushedLines() == ["n:2|c|#a:1,b:2"])
    }

    @Test func dimensionsReplaceCommonTags() async throws {
        let fixture = try DogStatsDFixture(tags: [("env", "prod"), ("team", "x")])
        Counter(label: "n", dimensions: [("env", "test"), ("env", "more")], factory: fixture.client).increment()
        #expect(try await fixture.flushedLines() == ["n:1|c|#team:x,env:more,env:test"])
    }

    @Test func metricsThatNobodyHoldsGoAfterAWhile() async throws {
        let fixture = try DogStatsDFixture()
        Gauge(label: "lonely", factory: fixture.client).record(1)
        let held = Gauge(label: "held", factory: fixture.client)
        held.record(2)
        for _ in 0..<40 { _ = try await fixture.flushedDatagrams() }
        let lines = try await fixture.flushedLines()
        #expect(lines == ["held:2|g"])
        withExtendedLifetime(held) {}
    }

    @Test func theNumberOfMetricsIsBounded() async throws {
        let fixture = try DogStatsDFixture { $0.maximumMetrics = 10 }
        let counters = (0..<15).map { Counter(label: "n\($0)", factory: fixture.client) }
        for counter in counters { counter.increment() }
        #expect(try await fixture.flushedLines().count == 10)
        #expect(fixture.client.statistics.snapshot.refusedMetrics == 5)
        for counter in counters { counter.destroy() }
        await fixture.client.flush()
        Counter(label: "again", factory: fixture.client).increment()
        #expect(try await fixture.flushedLines() == ["again:1|c"], "there is room again")
    }
}
