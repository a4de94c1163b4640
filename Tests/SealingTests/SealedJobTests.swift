// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Sealing
import Synchronization
import Testing

/// Jobs whose payloads and results lie sealed in the queue's store.
@Suite struct SealedJobTests {
    private static let payload: JSONValue = ["name": "Ada"]

    private func run(
        _ job: JSONObject,
        keys: String? = ContentSealTests.first,
        attempts: Int = 5,
        longestWait: Duration? = nil,
        requiresSealed: Bool = false,
        handler: @escaping JobHandler
    ) async throws -> JobTrial {
        let seal = try keys.map { try ContentSealTests.seal($0) }
        return try await JobTrial.run(job) { configuration in
            configuration.seal = seal
            configuration.maximumAttempts = attempts
            configuration.longestWait = longestWait ?? configuration.longestWait
            configuration.requiresSealed = requiresSealed
        } handler: {
            try await handler($0)
        }
    }

    private func sealed(
        _ payload: JSONValue,
        for id: String,
        with keys: String = ContentSealTests.first
    ) throws -> JSONValue {
        ["sealed": try ContentSealTests.seal(keys).seal(payload, as: .payload, of: id)]
    }

    @Test(arguments: [true, false])
    func theHandlerGetsThePayloadAndItsResultIsSealed(_ isSealed: Bool) async throws {
        let seen = Mutex<JSONValue>(.null)
        let payload = try isSealed ? sealed(Self.payload, for: "a") : Self.payload
        let trial = try await run(["id": "a", "payload": payload, "tags": ["t": "v"]]) { context in
            seen.withLock { $0 = context.job.payload }
            return .completed(JobResult(members: ["answer": 42, "timings_ms": ["model": 7], "attempts": [["n": 1]]]))
        }
        #expect(seen.withLock { $0 } == Self.payload)
        #expect(trial.status == "succeeded" && trial.result["answer"] == nil && trial.result["tags"]?["t"] == "v")
        #expect(trial.result["timings_ms"]?["model"] == 7 && trial.result["attempts"]?[0]?["n"] == 1)
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let result = try #require(trial.result.objectValue)
        #expect(SealedForm.isSealed(result: result))
        let opened = try SealedForm.opened(result: result, with: seal)
        #expect(opened["answer"] == 42 && opened["sealed"] == nil && opened["job_id"] == "a")
    }

    @Test(arguments: ["reports", "validation", "more"])
    func aMemberThatWasPutBesideWhatIsSealedIsNotBelieved(_ name: String) throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let sealed = try seal.seal(
            ["status": "succeeded", "reports": [1], "validation": ["passed": false]],
            as: .result,
            of: "a"
        )
        var result: JSONObject = ["job_id": "a", "status": "succeeded", "sealed": sealed, "tags": [:]]
        #expect(try SealedForm.opened(result: result, with: seal)["reports"] == [1])
        result[name] = [2]
        let error = #expect(throws: SealError.self) { try SealedForm.opened(result: result, with: seal) }
        #expect(error?.code == .broken)
        let shut = SealedForm.shut(result: result)
        #expect(shut[name] == nil && shut["sealed"] == sealed && shut["status"] == "succeeded")
    }

    @Test func aStatusThatWasChangedIsNotBelieved() async throws {
        let trial = try await run(["id": "a", "payload": Self.payload]) { _ in
            .completed(JobResult(status: .needsReview, members: ["answer": 42]))
        }
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        var result = try #require(trial.result.objectValue)
        #expect(try SealedForm.opened(result: result, with: seal)["status"] == "needs_review")
        result["status"] = "succeeded"
        let error = #expect(throws: SealError.self) { try SealedForm.opened(result: result, with: seal) }
        #expect(error?.code == .broken)
    }

    @Test func aPlainResultIsKnownByWhatItHolds() {
        #expect(SealedForm.holdsPlainContent(result: ["job_id": "a", "status": "succeeded", "reports": [1]]))
        #expect(!SealedForm.holdsPlainContent(result: ["job_id": "a", "status": "failed", "error": [:]]))
        #expect(!SealedForm.holdsPlainContent(result: ["job_id": "a", "sealed": ["alg": "A256GCM", "kid": "k"]]))
        #expect(SealedForm.shut(result: ["job_id": "a", "reports": [1]]) == ["job_id": "a"])
    }

    /// What a worker cannot read, it buries sealed, byte for byte; sent back, it is read as it was.
    @Test func whatCannotBeReadIsSealedAsAWhole() async throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let page = "blob:{q}:blob:" + String(repeating: "a", count: 64)
        var job: JSONObject = [
            "id": "a", "options": ["timeout_ms": "60"], "payload": ["name": "Ada", "uri": .string(page)],
        ]
        let original = JSONValue.object(job).serialized()
        for redrives in 0..<3 {
            let trial = try await run(job) { _ in .completed(JobResult()) }
            #expect(trial.runs == 0 && trial.errorType == "job.undecodable")
            let letter = try #require(trial.deadLetter)
            let shown = String(decoding: letter.bytes, as: UTF8.self)
            #expect(!shown.contains("Ada") && shown.contains(page), "pages are kept as long as the letter")
            #expect(SealedForm.keyID(ofJob: letter.bytes) == "k1")
            #expect(try SealedForm.opened(job: letter.bytes, with: seal) == original)
            job = try #require(try JSONValue(parsing: letter.redriveBytes).objectValue)
            #expect(job["run"]?["redrives"] == 1 && job["id"] == "a", "\(redrives)")
        }
        let other = try await run(job, keys: ContentSealTests.second.replacing("k2", with: "k1")) { _ in
            .completed(JobResult())
        }
        #expect(other.errorType == "job.seal_broken")
    }

    @Test func aJobThatIsSealedAsAWholeIsDoneAsAnyOther() async throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let plain = Array(#"{"id":"a","payload":{"name":"Ada"},"tags":{"t":"v"}}"#.utf8)
        let sealed = try SealedForm.sealed(envelope: plain, of: "a", with: seal)
        let trial = try await run(try #require(try JSONValue(parsing: sealed).objectValue)) { context in
            #expect(context.job.payload == Self.payload)
            return .completed(JobResult())
        }
        #expect(trial.runs == 1 && trial.status == "succeeded" && trial.result["tags"]?["t"] == "v")
    }

    @Test func anEditedLetterIsSealedWithTheBytesItOnceHad() throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let original = Array(#"{"id": "a","payload":{"name":"Ada"}}"#.utf8)
        let mended = Array(#"{"id":"a","payload":{"name":"Ada L."}}"#.utf8)
        let letter = BuriedJob(id: "dl-1", diedAt: .now, record: ["job_id": "a"], bytes: original)
        let edited = try letter.edited(to: mended, at: .now, seal: seal)
        #expect(!JSONValue.object(edited.exported).text.contains("Ada"))
        #expect(try SealedForm.opened(job: edited.original, with: seal) == original)
        #expect(try SealedForm.opened(job: edited.bytes, with: seal) == mended)
        let error = #expect(throws: JobQueueError.self) { try edited.edited(to: mended, at: .now) }
        #expect(error?.message.contains("k1") == true, "without the key it would lie there plain")
        #expect(try letter.edited(to: mended, at: .now).bytes == mended, "what was plain may stay so")
    }

    @Test func withoutTheKeyAnEnvelopeThatIsSealedAsAWholeWaits() throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let bytes = try SealedForm.sealed(envelope: Array("{}".utf8), of: nil, with: seal)
        #expect(
            SealedForm.isSealed(envelope: bytes) && (try? SealedForm.opened(job: bytes, with: seal)) == Array("{}".utf8)
        )
        let other = try ContentSealTests.seal(ContentSealTests.second)
        let error = #expect(throws: SealError.self) { try SealedForm.opened(job: bytes, with: other) }
        #expect(error?.code == .keyMissing)
    }

    @Test func whereSealedJobsAreRequiredAPlainOneIsRefusedForGood() async throws {
        let job: JSONObject = ["id": "a", "payload": Self.payload]
        let trial = try await run(job, requiresSealed: true) { _ in .completed(JobResult()) }
        #expect(trial.runs == 0 && trial.errorType == "job.not_sealed")
        // Sealed by the worker it is still no job that came sealed.
        let letter = try #require(trial.deadLetter)
        #expect(!String(decoding: letter.bytes, as: UTF8.self).contains("Ada"))
        let again = try #require(try JSONValue(parsing: letter.redriveBytes).objectValue)
        let second = try await run(again, requiresSealed: true) { _ in .completed(JobResult()) }
        #expect(second.runs == 0 && second.errorType == "job.not_sealed")
        let good = try await run(["id": "a", "payload": sealed(Self.payload, for: "a")], requiresSealed: true) { _ in
            .completed(JobResult())
        }
        #expect(good.runs == 1 && good.status == "succeeded")
    }

    @Test func whatIsWrittenBackOrBuriedIsSealed() async throws {
        let trial = try await run(["id": "a", "payload": Self.payload, "x": 1], attempts: 2) { context in
            // The second run reads what the first one wrote back.
            #expect(context.job.payload == Self.payload)
            throw JobFailure(errorType: "e", message: "m", stage: "s")
        }
        #expect(trial.runs == 2 && trial.errorType == "e")
        let bytes = try #require(trial.deadLetter?.bytes)
        let job = try JSONValue(parsing: bytes)
        let payload = try #require(job["payload"])
        #expect(job["id"] == "a" && job["x"] == 1 && SealedForm.isSealed(payload: payload))
        #expect(!job.text.contains("Ada"))
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        #expect(try JSONValue(parsing: SealedForm.opened(job: bytes, with: seal))["payload"] == Self.payload)
    }

    @Test func pagesThatAPlainJobNamesAreNamedBesideWhatIsSealed() async throws {
        let pages = ["a", "b"].map { "blob:{queue}:blob:" + String(repeating: $0, count: 64) }
        let files = (pages + pages + ["blob:Ada", "blob:{queue}:blob:Ada", "https://example.org"]).map { uri in
            JSONValue.object(["name": "Ada", "uri": .string(uri)])
        }
        let trial = try await run(["id": "a", "payload": ["files": .array(files)]], attempts: 2) { context in
            #expect(context.job.payload["files"]?.arrayValue == files)
            throw JobFailure(errorType: "e", message: "m", stage: "s")
        }
        #expect(trial.runs == 2)
        let job = try JSONValue(parsing: try #require(trial.deadLetter?.bytes))
        #expect(job["payload"]?["sealed"]?["blobs"] == .array(pages.map { .string($0) }))
        #expect(!job.text.contains("Ada") && !job.text.contains("example"))
    }

    @Test func withoutItsKeyAJobWaitsForOne() async throws {
        let payload = try sealed(Self.payload, for: "a")
        for keys in [nil, ContentSealTests.second] {
            let trial = try await run(["id": "a", "payload": payload], keys: keys, longestWait: .zero) { _ in
                .completed(JobResult())
            }
            #expect(trial.runs == 0 && trial.errorType == "job.key_missing")
            // Not for lack of attempts, of which four are left, but of patience.
            #expect(trial.deadLetter?.record["attempts"]?.arrayValue?.count == 1)
            #expect(trial.deadLetter?.record["message"]?.stringValue?.contains("k1") == true)
        }
    }

    @Test func withoutItsKeyAJobThatIsSealedAsAWholeIsGivenUpOnce() async throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let plain = Array(#"{"id":"a","payload":{"name":"Ada"}}"#.utf8)
        let sealed = try SealedForm.sealed(envelope: plain, of: "a", with: seal)
        var job = try #require(try JSONValue(parsing: sealed).objectValue)
        job["run"] = ["redrives": 2]
        for keys in [nil, ContentSealTests.second] {
            let trial = try await run(job, keys: keys, longestWait: .seconds(3600)) { _ in .completed(JobResult()) }
            #expect(trial.runs == 0 && trial.errorType == "job.key_missing" && trial.result["job_id"] == "a")
            let letter = try #require(trial.deadLetter)
            #expect(letter.bytes == sealed && letter.record["redrives"] == 2)
            #expect(letter.record["message"]?.stringValue?.contains("k1") == true, "the key that it wants")
        }
    }

    @Test func whatOnlyBeginsAsASealedEnvelopeIsGivenUpAtOnce() async throws {
        for keys in [nil, ContentSealTests.first] {
            let trial = try await run(["sealed_envelope": ["alg": "none"], "id": "a"], keys: keys) { _ in
                .completed(JobResult())
            }
            #expect(trial.runs == 0 && trial.errorType == "job.seal_broken")
        }
    }

    @Test func anotherJobsPayloadIsGivenUpAtOnce() async throws {
        let payload = try sealed(Self.payload, for: "b")
        let trial = try await run(["id": "a", "payload": payload]) { _ in .completed(JobResult()) }
        #expect(trial.runs == 0 && trial.errorType == "job.seal_broken")
        #expect(trial.deadLetter?.record["attempts"]?.arrayValue?.count == 1)
    }

    @Test(arguments: [
        #"{"sealed":{"a":1}}"#, #"{"sealed":"x"}"#, #"{"sealed":{"alg":"A","kid":"k"},"more":1}"#, "[]", "null",
    ])
    func whatOnlyLooksSealedIsThePayload(_ text: String) async throws {
        let payload = try JSONValue(parsing: text)
        let seen = Mutex<JSONValue>(.null)
        _ = try await run(["id": "a", "payload": payload], keys: nil) { context in
            seen.withLock { $0 = context.job.payload }
            return .completed(JobResult())
        }
        #expect(seen.withLock { $0 } == payload)
    }

    @Test func aJobThatWouldBeTooLongWhenSealedStaysPlain() async throws {
        let long = JSONValue.string(String(repeating: "x", count: 900_000))
        let trial = try await run(["id": "a", "payload": long], attempts: 2) { _ in
            throw JobFailure(errorType: "e", message: "m", stage: "s")
        }
        #expect(trial.runs == 2, "the second run could still read it")
        #expect(trial.deadLetter?.bytes.count ?? 0 > 900_000)
    }

    @Test func onlyThePayloadChangesItsBytes() throws {
        let seal = try ContentSealTests.seal(ContentSealTests.first)
        let text = #"{ "id":"a", "payload" : {"b":2} ,"z":1.50, "payload":{"c":3}}"#
        let sealed = try SealedForm.sealed(job: Array(text.utf8), with: seal)
        let shown = String(decoding: sealed, as: UTF8.self)
        #expect(shown.hasPrefix(#"{ "id":"a", "payload" : {"sealed":"#) && shown.contains(#","z":1.50, "#))
        #expect(!shown.contains(#"{"b":2}"#) && !shown.contains(#"{"c":3}"#))
        #expect(try SealedForm.sealed(job: sealed, with: seal) == sealed, "once is enough")
        let opened = try JSONValue(parsing: SealedForm.opened(job: sealed, with: seal))
        #expect(opened["payload"] == ["c": 3], "the one that counts")
        for other in ["[]", "x", #"{"payload":1}"#, #"{"id":"a"}"#] {
            #expect(try SealedForm.sealed(job: Array(other.utf8), with: seal) == Array(other.utf8))
        }
    }
}
