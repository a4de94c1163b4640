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
        handler: @escaping JobHandler
    ) async throws -> JobTrial {
        let seal = try keys.map { try ContentSeal(SealingKeys($0)) }
        return try await JobTrial.run(job) { configuration in
            configuration.seal = seal
            configuration.maximumAttempts = attempts
            configuration.longestWait = longestWait ?? configuration.longestWait
        } handler: {
            try await handler($0)
        }
    }

    private func sealed(
        _ payload: JSONValue,
        for id: String,
        with keys: String = ContentSealTests.first
    ) throws -> JSONValue {
        ["sealed": try ContentSeal(SealingKeys(keys)).seal(payload, as: .payload, of: id)]
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
        let sealed = try seal.seal(["reports": [1], "validation": ["passed": false]], as: .result, of: "a")
        var result: JSONObject = ["job_id": "a", "status": "succeeded", "sealed": sealed, "tags": [:]]
        #expect(try SealedForm.opened(result: result, with: seal)["reports"] == [1])
        result[name] = [2]
        let error = #expect(throws: SealError.self) { try SealedForm.opened(result: result, with: seal) }
        #expect(error?.code == .broken)
        let shut = SealedForm.shut(result: result)
        #expect(shut[name] == nil && shut["sealed"] == sealed && shut["status"] == "succeeded")
        #expect(SealedForm.shut(result: ["job_id": "a", "reports": [1]])["reports"] == [1], "a plain one is as it was")
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
