// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Testing

@Suite struct RunTimesTests {
    private func times(_ milliseconds: [Int]) -> RunTimes {
        var times = RunTimes()
        for time in milliseconds { times.add(.milliseconds(time)) }
        return times
    }

    @Test func percentilesAreRightToWithinTheirBins() throws {
        let times = times(Array(1...10_000))
        #expect(times.count == 10_000)
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let told = try #require(times.percentile(share)) / .milliseconds(1)
            #expect((0.7...1.42).contains(told / (share * 10_000)), "\(share): \(told)")
        }
        #expect(RunTimes().percentile(0.5) == nil)
    }

    @Test func timesOfAnyLengthAreCounted() throws {
        let times = times([-5, 0, 1, 86_400_000])
        #expect(times.count == 4)
        #expect(try #require(times.percentile(1)) > .seconds(3600))
        #expect(try #require(times.percentile(0.1)) <= .milliseconds(1))
    }

    @Test func whatIsToldIsWhatWasCounted() {
        let times = times([3, 40, 500, 6000])
        #expect(RunTimes(times.json) == times)
        #expect(times.json.text.utf8.count < 120)
    }

    @Test(arguments: [
        JSONValue.null, "text", [-1, "x", nil], .array(Array(repeating: .integer(.max), count: 1000)), ["a": 1],
    ])
    func nothingThatIsToldCanHurt(value: JSONValue) {
        var times = RunTimes(value)
        times.add(.seconds(1))
        #expect(times.count > 0)
        #expect(times.percentile(0.5) != nil)
    }

    @Test func timesOfSeveralWorkersAndSpansArePutTogether() {
        let earlier = times([10, 20, 30])
        var later = earlier
        later.add(times([4000, 5000]))
        #expect(later.since(earlier).count == 2)
        #expect(later.since(earlier).percentile(0.01).map { $0 > .seconds(2) } == true)
        #expect(earlier.since(later) == earlier, "a worker that began anew")
        #expect(later.since(RunTimes()) == later)
    }
}
