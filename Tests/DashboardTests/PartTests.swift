// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Testing

@testable import Dashboard

/// Parts that need no server.
struct PartTests {
    @Test func aFormsFieldsAreWhatWasTyped() {
        let fields = FormFields(parsing: "a=1&b=x+y%26z&a=2&empty=&%E0%B8%81=%E0%B8%82&odd=%zz&flag")
        #expect(fields["a"] == "1" && fields.all("a") == ["1", "2"])
        #expect(fields["b"] == "x y&z" && fields["ก"] == "ข" && fields["odd"] == "%zz")
        #expect(fields["empty"] == nil && fields["flag"] == nil && fields["none"] == nil)
        #expect(FormFields.encoded("a b&=ก/") == "a%20b%26%3D%E0%B8%81%2F")
    }

    @Test(arguments: [
        ("https://h/p?X-Sig=1", "https://h/p?"), ("https://u:p@h/p", "https://h/p"), ("blob://k#f", "blob://k#"),
        ("https://h?a@b", "https://h?"),
    ])
    func ofAnAddressEverythingThatMaySignItIsMasked(address: String, shown: String) {
        #expect(MaskedAddress(address)?.shown == shown)
    }

    @Test(arguments: ["https://h/p", "a text?", "file:///x.jpg", "a@b"])
    func whatHidesNothingIsShownWhole(text: String) {
        #expect(MaskedAddress(text) == nil)
    }

    @Test func whatWasMaskedComesBackAndChangedMarksAreFound() throws {
        let value: JSONValue = ["a": ["https://h/p?s=1", "https://h/p?s=2"], "data": "AAAA", "token": "t", "n": 1]
        let masked = MaskedJSON(value, showsContent: true)
        #expect(!masked.shown.text.contains("s=1") && !masked.shown.text.contains("AAAA"))
        #expect(try masked.restored(masked.shown) == value)
        #expect(throws: Problem.self) { try masked.restored(["⟦kept 1: x⟧"]) }
    }

    @Test func whatAModelWroteIsMaskedUnlessContentIsShown() {
        let run: JSONValue = ["error_type": "output.schema", "answer": "I see 187 votes"]
        #expect(!MaskedJSON(run, showsContent: false).shown.text.contains("187"))
        #expect(MaskedJSON(run, showsContent: true).shown == run)
    }

    @Test func spansComeAfterThoseThatTheyArePartOfWhateverTheirIdsSay() throws {
        let span = { (id: String, parent: String?, start: Int64) in
            TraceSpan(
                id: id,
                parent: parent,
                name: id,
                resource: id,
                start: start,
                duration: 10,
                isError: false
            )
        }
        let spans = [
            span("c", "a", 5), span("b", "a", 2), span("d", "b", 3), span("a", nil, 1), span("lost", "none", 9),
            span("own", "own", 4),
        ]
        let waterfall = try #require(Waterfall(spans, origin: ""))
        #expect(waterfall.bars.map(\.name) == ["a", "b", "d", "c", "lost"])
        #expect(waterfall.bars.map(\.depth) == [0, 1, 2, 1, 0])
        #expect(Waterfall([], origin: "") == nil)
    }

    @Test func stagesStandInTheOrderInWhichTheyHappen() throws {
        let timings: JSONObject = ["total": 9, "validate": 1, "model": 5, "queued": 4000, "own": 1, "fetch": 2]
        let waterfall = try #require(Waterfall(timings: timings))
        #expect(waterfall.bars.map(\.name) == ["fetch", "model", "validate", "own"])
        #expect(waterfall.whole == "9 ms")
        #expect(Waterfall(timings: ["total": 9]) == nil)
    }

    @Test func stagesThatTakeNoTimeKeepTheirPlace() throws {
        let timings: JSONObject = ["validate": 0, "preprocess": 2, "parse": 0, "model": 4, "fetch": 0]
        let waterfall = try #require(Waterfall(timings: timings))
        #expect(waterfall.bars.map(\.name) == ["fetch", "preprocess", "model", "parse", "validate"])
    }

    @Test func timesAreThoseOfRunsBetweenTwoSamples() async throws {
        let statistics = try await InMemoryJobQueue().statistics()
        let sample = { (workers: [(String, [Int])]) in
            let sightings = workers.map { id, milliseconds in
                var times = RunTimes()
                for time in milliseconds { times.add(.milliseconds(time)) }
                return WorkerSighting(id: id, lastBeat: statistics.now, status: ["run_times": times.json])
            }
            return Sample(statistics: statistics, workers: sightings)
        }
        let earlier = sample([("a", [5, 5, 5]), ("gone", [9]), ("anew", [7, 7])])
        let later = sample([("a", [5, 5, 5, 8000, 9000]), ("new", [1]), ("anew", [3])])
        let times = Sample.endedRuns(from: earlier, to: later)
        #expect(times.count == 3)
        #expect(try #require(times.percentile(0.99)) > .seconds(7))
        #expect(try #require(times.percentile(0.01)) < .milliseconds(6))
    }

    @Test func sessionsAreBoundedAndEnd() {
        let sessions = Sessions(limit: 2)
        let ids = (0..<3).map { _ in sessions.begin() }
        #expect(ids.map(sessions.isOpen) == [false, true, true])
        sessions.end(ids[1])
        #expect(!sessions.isOpen(ids[1]))
        let brief = Sessions(lifetime: .zero)
        #expect(!brief.isOpen(brief.begin()))
    }

    @Test func guessingIsSlowedForAllWhenManyPeersDoIt() {
        let limiter = LoginLimiter(window: .seconds(600), perPeer: 2, overall: 3)
        #expect(limiter.attempt(by: "a") == nil && limiter.attempt(by: "a") == nil)
        #expect(limiter.attempt(by: "a") != nil)
        #expect(limiter.attempt(by: "b") == nil)
        #expect(limiter.attempt(by: "c") != nil)
        limiter.succeeded("b")
        #expect(limiter.attempt(by: "c") == nil)
    }

    @Test func figuresAreWrittenAsPeopleReadThem() {
        #expect(1_234_567.grouped == "1,234,567" && (-1000).grouped == "-1,000" && 12.grouped == "12")
        #expect(999.byteCount == "999 bytes" && 1_500_000.byteCount == "1.5 MB")
        #expect(Duration.milliseconds(80).text == "80 ms" && Duration.seconds(3.25).text == "3.3 s")
        #expect(12.4.rateText == "12 a second" && 0.05.rateText == "3 a minute")
        #expect(2.2.dollars == "$2.20" && 1234.005.dollars.hasPrefix("$1") && 0.00312.dollars == "$0.0031")
        #expect(0.000015.dollars == "$0.000015" && 0.00042.dollars == "$0.00042" && 0.0000001.dollars == "$0")
        #expect(0.99999.dollars == "$1" && 0.5.dollars == "$0.5")
        #expect(12.996.dollars == "$13.00" && 0.0.dollars == "$0")
    }
}
