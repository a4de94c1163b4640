// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import JobQueue

@Suite struct JobEnvelopeTests {
    @Test func readsEveryMember() throws {
        let job = try JobEnvelope(
            decoding: Array(
                #"""
                {"version": 1, "id": "a-1", "type": "count", "enqueued_at": "2026-11-22T10:00:00.250Z",
                 "headers": {"X-Datadog-Trace-Id": "1", "n": 7}, "payload": {"files": ["blob:x"]},
                 "options": {"max_attempts": 2, "timeout_ms": 1500, "deadline_ms": 1795000000000,
                             "not_before_ms": 1794000000000, "trace": "link", "budget_usd": 0.5},
                 "user": {"id": "u", "role": "observer"}, "tags": {"province": "แพร่"}, "later": [1]}
                """#.utf8
            )
        )
        #expect(job.id == "a-1")
        #expect(job.type == "count")
        #expect(job.enqueuedAt?.rfc3339 == "2026-11-22T10:00:00.250Z")
        #expect(job.headers == ["x-datadog-trace-id": "1", "n": "7"])
        #expect(job.payload["files"]?[0]?.stringValue == "blob:x")
        #expect(job.options.maximumAttempts == 2)
        #expect(job.options.timeout == .milliseconds(1500))
        #expect(job.options.deadline == Moment(milliseconds: 1_795_000_000_000))
        #expect(job.options.notBefore == Moment(milliseconds: 1_794_000_000_000))
        #expect(job.options.linksTrace)
        #expect(job.options.all["budget_usd"]?.doubleValue == 0.5)
        #expect(job.user == JobUser(id: "u", role: "observer"))
        #expect(job.tags == ["province": "แพร่"])
    }

    @Test func onlyAnIDIsNeeded() throws {
        let job = try JobEnvelope(decoding: Array(#"{"id":"x"}"#.utf8))
        #expect(job.type == "vote_extraction")
        #expect(job.payload.isNull)
        #expect(job.run == JobRun())
    }

    @Test(arguments: [
        ("", EnvelopeError.Code.notJSON, "not JSON"),
        ("not json", .notJSON, "not JSON"),
        (#"{"id":"x""#, .notJSON, "not JSON"),
        ("[1]", .notAnObject, "one JSON object"),
        ("{}", .badID, "no `id`"),
        (#"{"id":7}"#, .badID, "string of 1 to 128"),
        (#"{"id":""}"#, .badID, "string of 1 to 128"),
        (#"{"id":"x","version":2}"#, .newerVersion, "version 2"),
        (#"{"id":"x","options":{"max_attempts":0}}"#, .badMember, "`options.max_attempts`"),
        (#"{"id":"x","options":{"timeout_ms":"5"}}"#, .badMember, "`options.timeout_ms`"),
        (#"{"id":"x","headers":[]}"#, .badMember, "`headers`"),
        (#"{"id":"x","headers":{"a":{}}}"#, .badMember, "`headers.a`"),
        (#"{"id":"x","enqueued_at":"yesterday"}"#, .badMember, "`enqueued_at`"),
        (#"{"id":"x","enqueued_at":-9223372036854775808}"#, .badMember, "`enqueued_at`"),
        (#"{"id":"x","enqueued_at":1e300}"#, .badMember, "`enqueued_at`"),
        (#"{"id":"x","run":{"first_seen_ms":9223372036854775807}}"#, .badMember, "`run.first_seen_ms`"),
    ])
    func refusesWithTheMemberNamed(text: String, code: EnvelopeError.Code, words: String) {
        let error = #expect(throws: EnvelopeError.self) { try JobEnvelope(decoding: Array(text.utf8)) }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect((error?.jobID == "x") == text.contains(#""x","#))
    }

    @Test func refusesWhatIsTooLarge() {
        let padding = String(repeating: "a", count: 200_000)
        let error = #expect(throws: EnvelopeError.self) {
            try JobEnvelope(decoding: Array(#"{"id":"x","payload":"\#(padding)"}"#.utf8), maximumBytes: 1000)
        }
        #expect(error?.code == .tooLarge)
        #expect(error?.jobID == "x")
    }

    @Test func anIDIsMeasuredInCodePoints() {
        let marks = String(repeating: "\u{301}", count: 128)
        let error = #expect(throws: EnvelopeError.self) {
            try JobEnvelope(decoding: Array(#"{"id":"e\#(marks)"}"#.utf8))
        }
        #expect(error?.code == .badID)
    }

    @Test func aJobAtTheSizeLimitCanStillBeReadAfterManyVerboseRuns() throws {
        let original = Array(#"{"id":"x","payload":1}"#.utf8)
        var job = try JobEnvelope(decoding: original)
        let details: JSONObject = ["tries": .string(String(repeating: "a", count: 20_000))]
        let failure = JobFailure(errorType: "e", message: "m", stage: "s", details: details)
        for number in 1...20 {
            job.run.append(AttemptRecord(number: number, kind: .error, failure: failure, worker: "w"))
        }
        let again = try JobEnvelope(decoding: job.bytesWithRun, maximumBytes: original.count)
        #expect(again.run.runs == 20)
        #expect(again.run.attempts.last?["n"] == 20)
    }

    @Test(arguments: [
        #"{"id":"x"}"#,
        "  {\n \"id\" : \"x\" , \"payload\" : { \"run\" : 1, \"a\": \"}\" }\n }\n\n",
        #"{"id":"x","payload":{"big":12345678901234567890123,"e":1.0e2}}"#,
    ])
    func theRunMemberLeavesTheProducersBytesAlone(text: String) throws {
        let original = Array(text.utf8)
        var job = try JobEnvelope(decoding: original)
        job.run.crashes = 1
        job.run.firstSeen = Moment(milliseconds: 5)
        job.run.append(
            AttemptRecord(
                number: 1,
                kind: .crash,
                failure: JobFailure(errorType: "e", message: "m", stage: "s"),
                worker: "w"
            )
        )
        var again = try JobEnvelope(decoding: job.bytesWithRun)
        #expect(again.run == job.run)
        #expect(again.original == original)
        again.run.crashes = 2
        #expect(try JobEnvelope(decoding: again.bytesWithRun).original == original)
    }

    @Test func attemptsAreBounded() {
        var run = JobRun()
        let failure = JobFailure(errorType: "e", message: String(repeating: "ก", count: 2000), stage: "s")
        for number in 1...30 {
            run.append(AttemptRecord(number: number, kind: .error, failure: failure, worker: "w"))
        }
        #expect(run.attempts.count == 20)
        #expect(run.droppedAttempts == 10)
        #expect(run.runs == 30)
        #expect(run.attempts.first?["n"]?.intValue == 11)
        #expect((run.attempts.first?["message"]?.stringValue?.utf8.count ?? 9999) <= 1024)
    }
}
