// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import JobQueue

/// Jobs as Swift producers send them, and payloads as Swift handlers take them.
@Suite struct JobRequestTests {
    private struct Order: Codable, Equatable {
        var image: String
        var sizes: [Size]
    }

    private struct Size: Codable, Equatable {
        var width: Int
    }

    private let queue = InMemoryJobQueue(name: "test")

    private func sent() async throws -> JobEnvelope {
        let batch = try await queue.claim(upTo: 1, worker: "w", lease: .seconds(30))
        return try JobEnvelope(decoding: try #require(batch.deliveries.first).bytes)
    }

    @Test func allThatWasAskedIsInTheEnvelope() async throws {
        var request = try JobRequest(type: "thumbnail", encoding: Order(image: "a", sizes: [Size(width: 3)]))
        request.options.all = ["colour": "grey", "timeout_ms": 1]
        request.options.maximumAttempts = 2
        request.options.timeout = .seconds(3)
        request.options.deadline = Moment(milliseconds: 4_000_000_000_000)
        request.options.linksTrace = true
        request.user = JobUser(id: "u", role: "observer")
        request.tags = ["province": "Phrae"]
        request.headers = ["X-Request": "7"]
        try await queue.enqueue(request)
        let job = try await sent()
        #expect(job.id == request.id && job.type == "thumbnail" && job.user == request.user && job.tags == request.tags)
        #expect(job.payload == ["image": "a", "sizes": [["width": 3]]] && job.headers == ["x-request": "7"])
        #expect(job.options.maximumAttempts == 2 && job.options.timeout == .seconds(3) && job.options.linksTrace)
        #expect(job.options.deadline?.milliseconds == 4_000_000_000_000 && job.options.all["colour"] == "grey")
        #expect(job.enqueuedAt != nil)
    }

    @Test func newIDsAreUUIDsThatSortByTime() {
        let id = JobRequest.newID()
        #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(Set((0..<1000).map { _ in JobRequest.newID() }).count == 1000)
        #expect(id.prefix(13) <= JobRequest.newID().prefix(13))
    }

    @Test func whatNoWorkerCouldReadIsNotSent() async throws {
        var nameless = JobRequest(payload: [:])
        nameless.id = ""
        var endless = JobRequest(payload: [:])
        endless.options.maximumAttempts = 0
        var laden = JobRequest(payload: [:])
        laden.headers = ["h": String(repeating: "x", count: 9000)]
        for (request, member) in [(nameless, "id"), (endless, "options.max_attempts"), (laden, "headers")] {
            let error = await #expect(throws: JobQueueError.self) {
                try await queue.enqueue(JobRequest(payload: [:]), request)
            }
            #expect(
                error?.code == .invalid && error?.message.contains("`\(member)`") == true,
                "\(error?.message ?? "")"
            )
        }
        #expect(try await queue.claim(upTo: 1, worker: "w", lease: .seconds(30)).deliveries.isEmpty)
    }

    @Test(
        arguments: [
            (["image": "a"], "`payload.sizes` is missing"),
            (["image": 5, "sizes": []], "`payload.image` must be of type String"),
            (["image": .null, "sizes": []], "`payload.image`"),
            (
                ["image": "a", "sizes": [["width": 1], ["width": "secret"]]],
                "`payload.sizes[1].width` must be of type Int"
            ),
            (["image": "a", "sizes": [["width": 1e300]]], "`payload` cannot be read"),
            ("text", "`payload`"),
        ] as [(JSONValue, String)]
    )
    func aPayloadThatIsNotWhatTheHandlerTakesSaysWhere(payload: JSONValue, message: String) async throws {
        let handler = JobRegistry.decoding { (_: Order, _) in .completed(JobResult()) }
        let trial = try await JobTrial.run(["payload": payload], handler: handler)
        #expect(trial.errorType == "job.bad_payload" && trial.runs == 1)
        let said = trial.result["error"]?["message"]?.stringValue ?? ""
        #expect(said.contains(message) && !said.contains("secret"), "\(said)")
    }
}
