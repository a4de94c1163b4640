// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import TestTraits
import Testing

/// How both drivers send back, edit, delete, export and import dead letters.
@Suite(.limitedParallelism) struct DeadLetterChangeConformanceTests {
    private typealias Fixture = ConformanceFixture

    private func all(_ fixture: Fixture) async throws -> [BuriedJob] {
        try await fixture.queue.buriedJobs(DeadLetterFilter(), limit: 1000, after: nil).letters
    }

    @Test(arguments: DriverKind.allCases)
    func aSweepSendsBackWhatDiedBeforeItBegan(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await fixture.bury((0..<5).map { "j\($0)" })
            try await fixture.advance(.seconds(10))
            var filter = DeadLetterFilter()
            filter.until = Moment(milliseconds: try await queue.deadLetterTotals().now.milliseconds - 5000)
            try await fixture.bury(["late"])
            let sweep = try await DeadLetterSweep(queue, filter, rate: 1000)
            var seen: [Int] = []
            let progress = try await sweep.redrive { seen.append($0.changed) }
            #expect(progress.changed == 5 && progress.matched == 5 && seen.last == 5)
            #expect(try await all(fixture).compactMap { $0.record["job_id"]?.stringValue } == ["late"])
            let again = try await fixture.claim(100).map { try JobEnvelope(decoding: $0.bytes) }
            #expect(Set(again.map(\.id)) == Set((0..<5).map { "j\($0)" }))
            #expect(again.allSatisfy { $0.run.redrives == 1 })
        }
    }

    @Test(arguments: [Double.infinity, 1e300]) func aSweepTakesAnyHighRate(_ rate: Double) async throws {
        try await Fixture.with(.inMemory) { fixture in
            try await fixture.bury(["one"])
            let progress = try await DeadLetterSweep(fixture.queue, DeadLetterFilter(), rate: rate).redrive()
            #expect(progress.changed == 1)
        }
    }

    /// Whoever walks on after a break must neither lose a job nor send one twice, even if it dies again meanwhile.
    @Test(arguments: DriverKind.allCases)
    func anInterruptedSweepIsResumed(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await fixture.bury((0..<60).map { "j\($0)" })
            try await fixture.bury((60..<120).map { "j\($0)" })
            try await fixture.advance(.seconds(10))
            struct Interruption: Error {}
            let first = try await DeadLetterSweep(queue, DeadLetterFilter(), rate: 7)
            let sweep = Task {
                try await first.redrive { progress in
                    if progress.changed >= 14 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            await #expect(throws: CancellationError.self) { try await sweep.value }
            var sent = try await fixture.claim(100).map { try JobEnvelope(decoding: $0.bytes).id }
            #expect(sent.count == 14)
            // One of them dies again.
            try await fixture.advance(.seconds(10))
            let until = Moment(milliseconds: first.until.milliseconds - (kind == .redis ? 10_000 : 0))
            try await fixture.bury([sent[0]])
            var filter = DeadLetterFilter()
            filter.until = until
            let progress = try await DeadLetterSweep(queue, filter).redrive()
            #expect(progress.changed == 106)
            sent += try await fixture.claim(100).map { try JobEnvelope(decoding: $0.bytes).id }
            sent += try await fixture.claim(100).map { try JobEnvelope(decoding: $0.bytes).id }
            #expect(sent.count == 120 && Set(sent).count == 120)
            #expect(try await queue.deadLetterCount() == 1)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func deletedLettersAreGone(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let ids = try await fixture.bury(["a", "b", "c"])
            #expect(try await fixture.queue.deleteDeadLetters(ids: [ids[0], "dl-99", ids[0]]) == [ids[0]])
            let progress = try await DeadLetterSweep(fixture.queue, DeadLetterFilter()).delete()
            #expect(progress.changed == 2)
            let totals = try await fixture.queue.deadLetterTotals()
            #expect(totals.count == 0 && totals.bytes == 0)
            #expect(try await fixture.queue.deadLetterGroups(by: .errorType, limit: 10, after: nil).isEmpty)
            #expect(try await fixture.claim().isEmpty)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func anEditKeepsTheProducersBytesAndIsCheckedFirst(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let id = try await fixture.bury(["x"])[0]
            let letter = try #require(try await queue.deadLetter(id: id))
            for bad in ["no JSON", #"{"id":"y"}"#, #"{"id":"x","options":{"max_attempts":"many"}}"#] {
                #expect { try letter.edited(to: .init(bad), at: .now) } throws: {
                    ($0 as? JobQueueError)?.code == .invalid
                }
            }
            let edited = try letter.edited(to: .init(#"{"id":"x","payload":1}"#), at: .now)
            #expect(try await queue.replaceDeadLetter(letter, with: edited))
            #expect(try await !queue.replaceDeadLetter(letter, with: edited), "the letter was changed meanwhile")
            let stored = try #require(try await queue.deadLetter(id: id))
            #expect(stored.bytes == .init(#"{"id":"x","payload":1}"#))
            #expect(stored.original == .init(#"{"id":"x"}"#))
            let twice = try stored.edited(to: .init(#"{"id":"x","payload":2}"#), at: .now)
            #expect(try await queue.replaceDeadLetter(stored, with: twice))
            let last = try #require(try await queue.deadLetter(id: id))
            #expect(last.original == .init(#"{"id":"x"}"#))
            #expect(try await queue.redrive([last]) == [id])
            #expect(try JobEnvelope(decoding: try await fixture.claim()[0].bytes).payload == 2)
            #expect(try await !queue.replaceDeadLetter(last, with: edited), "the letter is gone")
            #expect(try await queue.deadLetterTotals().bytes == 0)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func whatWasExportedIsImportedOnce(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            try await fixture.bury((1...3).map { "j\($0)" }) { Fixture.letter($0, job: $1, tags: ["sheet": $1]) }
            let number = try await fixture.started(["binary"])[0].number
            let odd = Settlement.bury(Fixture.letter("dl-\(number)", job: nil), original: [0xFF, 0], result: [])
            _ = try await queue.settle(number, worker: "a", as: odd)
            let before = try await all(fixture)
            let totals = try await queue.deadLetterTotals()
            let lines = before.map { JSONValue.object($0.exported).serialized() }
            _ = try await DeadLetterSweep(queue, DeadLetterFilter()).delete()

            let letters = try lines.map { try BuriedJob(importing: try #require(JSONValue(parsing: $0).objectValue)) }
            #expect(
                try await queue.importDeadLetters(letters + letters) == [.imported, .imported, .imported, .imported]
                    + [.present, .present, .present, .present]
            )
            let after = try await all(fixture)
            #expect(after.map(\.id) == before.map(\.id) && after.map(\.bytes) == before.map(\.bytes))
            #expect(after.map(\.diedAt) == before.map(\.diedAt) && after.map(\.record) == before.map(\.record))
            #expect(try await queue.deadLetterTotals().bytes == totals.bytes)
            var filter = DeadLetterFilter()
            filter.tags = ["sheet": "j2"]
            #expect(try await fixture.letters(filter).count == 1)
        }
    }

    @Test(arguments: DriverKind.allCases)
    func anImportTakesNobodysPlace(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deadLettersCap = 3
        limits.deadLettersAge = .seconds(1000)
        try await Fixture.with(kind, limits: limits) { fixture in
            let queue = fixture.queue
            let id = try await fixture.bury(["x"])[0]
            var letter = try #require(try await queue.deadLetter(id: id))
            letter.diedAt = Moment(milliseconds: letter.diedAt.milliseconds - 1)
            #expect(try await queue.importDeadLetters([letter]) == [.taken])
            let last = try await queue.statistics().lastDelivery
            func renamed(_ number: Int64) -> BuriedJob {
                var other = letter
                other.id = "dl-\(last + 1_000_000_000 + number)"
                other.record["id"] = .string(other.id)
                return other
            }
            var old = renamed(50)
            old.diedAt = Moment(milliseconds: letter.diedAt.milliseconds - 1_000_000)
            let replies = try await queue.importDeadLetters([old, renamed(51), renamed(52), renamed(53)])
            #expect(replies == [.expired, .imported, .imported, .full])
            // Letters are named by deliveries: the next one must not have an imported letter's number.
            try await queue.enqueue([.init("next")])
            #expect(try await fixture.claim()[0].number == last + 1_000_000_053)
        }
    }

    /// All deliveries to come would be numbered behind it, for good.
    @Test(arguments: DriverKind.allCases)
    func anImportDoesNotRaiseTheCountFarAhead(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let id = try await fixture.bury(["x"])[0]
            var letter = try #require(try await queue.deadLetter(id: id))
            let last = try await queue.statistics().lastDelivery
            for number in [last + 2 * 86_400_000 * 256, 1 << 50] {
                letter.id = "dl-\(number)"
                letter.record["id"] = .string(letter.id)
                #expect(try await queue.importDeadLetters([letter]) == [.ahead])
            }
            #expect(try await queue.statistics().lastDelivery == last)
        }
    }

    /// A job in flight that dies is named by its delivery: the imported letter would have to make way for it.
    @Test(arguments: DriverKind.allCases)
    func anImportIsNotNamedAsAJobInFlight(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let id = try await fixture.bury(["dead"])[0]
            let number = try await fixture.started(["runs"])[0].number
            var letter = try #require(try await queue.deadLetter(id: id))
            letter.id = "dl-\(number)"
            letter.record["id"] = .string(letter.id)
            #expect(try await queue.importDeadLetters([letter]) == [.taken])
            let bury = Settlement.bury(Fixture.letter(letter.id, job: "runs"), original: nil, result: [])
            #expect(try await queue.settle(number, worker: "a", as: bury) == .settled)
            #expect(try await queue.deadLetter(id: letter.id)?.bytes == .init("runs"))
        }
    }

    /// Between reading and sending, somebody may have put other bytes in its place.
    @Test(arguments: DriverKind.allCases)
    func aLetterThatWasEditedMeanwhileIsNotSentAsItWas(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let ids = try await fixture.bury(["x", "y"])
            let letters = try await all(fixture)
            let letter = try #require(letters.first { $0.id == ids[0] })
            let edited = try letter.edited(to: .init(#"{"id":"x","payload":1}"#), at: .now)
            #expect(try await queue.replaceDeadLetter(letter, with: edited))
            #expect(try await queue.redrive(letters) == [ids[1]])
            #expect(try await queue.deadLetter(id: ids[0])?.bytes == edited.bytes)
            #expect(try await queue.redrive(try await all(fixture)) == [ids[0]])
            #expect(try await fixture.claimTexts().count == 2)
        }
    }

    /// What was redriven before carries the engine's own member; spaces stay where the producer put them.
    @Test(arguments: DriverKind.allCases)
    func whatIsSentBackIsTheJobWithItsRunAnew(_ kind: DriverKind) async throws {
        try await Fixture.with(kind) { fixture in
            let queue = fixture.queue
            let jobs = [
                #"{"id":"a"}"#, "{ \"id\" : \"b\" \n } \n", #"{"id":"c","run":{"crashes":1,"redrives":4}}"#, "no JSON",
                "{}",
            ]
            for (number, job) in zip(try await fixture.started(jobs.map { $0 }).map(\.number), jobs) {
                let letter = Fixture.letter("dl-\(number)", job: nil)
                _ = try await queue.settle(number, worker: "a", as: .bury(letter, original: nil, result: []))
                #expect(job.utf8.count > 0)
            }
            let letters = try await all(fixture)
            let expected = Dictionary(uniqueKeysWithValues: letters.map { ($0.id, $0.redriveBytes) })
            #expect(try await queue.redrive(letters).count == jobs.count)
            #expect(Set(try await fixture.claim(100).map(\.bytes)) == Set(expected.values))
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"version":1,"id":"42"}"#,
        #"{"version":1,"id":"dl-42","died_ms":1790000000000,"record":{"id":"dl-43"}}"#,
        #"{"version":1,"id":"dl-9007199254740993","died_ms":1790000000000,"record":{"id":"dl-9007199254740993"}}"#,
        #"{"version":1,"id":"dl-1","died_ms":-1,"record":{"id":"dl-1"},"job":"x"}"#,
        #"{"version":1,"id":"dl-1","died_ms":1,"record":{"id":"dl-1","error_type":"a","fingerprint":"b"},"job":7}"#,
    ])
    func anImportIsChecked(_ line: String) throws {
        let object = try #require(JSONValue(parsing: Array(line.utf8)).objectValue)
        #expect { try BuriedJob(importing: object) } throws: { ($0 as? JobQueueError)?.code == .invalid }
    }

    @Test(arguments: DriverKind.allCases)
    func lettersBeyondTheirBytesGoOldestFirstAndAreCounted(_ kind: DriverKind) async throws {
        var limits = JobQueueLimits()
        limits.deadLettersBytes = 3000
        try await Fixture.with(kind, limits: limits) { fixture in
            var ids: [String] = []
            for number in 0..<5 {
                ids += try await fixture.bury(["j\(number)"]) {
                    Fixture.letter($0, job: $1, message: String(repeating: "m", count: 500))
                }
                try await fixture.advance(.milliseconds(10))
            }
            let totals = try await fixture.queue.deadLetterTotals()
            #expect(totals.bytes <= 3000 && totals.bytes > 0)
            #expect(totals.droppedByBytes == 5 - totals.count && totals.droppedByBytes > 0)
            #expect(try await fixture.queue.deadLetter(id: ids[0]) == nil)
            #expect(try await fixture.queue.deadLetter(id: ids[4]) != nil)
        }
    }
}
