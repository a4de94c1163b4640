// SPDX-License-Identifier: Apache-2.0

import JSON
import Sealing
import Testing

@testable import JobQueue

/// What a worker gives up unread.
@Suite struct SealedPlannerTests {
    private let seal: ContentSeal
    private let planner: SettlementPlanner

    init() throws {
        seal = try ContentSealTests.seal(ContentSealTests.first)
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.seal = seal
        planner = SettlementPlanner(configuration: configuration)
    }

    private func buried(_ settlement: Settlement?) -> [UInt8]? {
        guard case .bury(_, let original, _)? = settlement else { return nil }
        return original
    }

    @Test(arguments: ["Ada", #"{"id":7,"payload":"Ada"}"#, "Ada \u{0}\u{1}"])
    func whatIsNoJobIsSealedByteForByte(_ text: String) throws {
        for tail: [UInt8] in [[], [0xFF]] {
            let bytes = Array(text.utf8) + tail
            let error = EnvelopeError(.notJSON, "no job")
            for settlement in [
                planner.undecodable(Delivery(number: 7, bytes: bytes), error, now: .now),
                planner.unread(
                    Orphan(
                        delivery: Delivery(number: 7, bytes: bytes),
                        lostDelivery: 6,
                        lostBy: "v",
                        startedJobID: nil,
                        lossesBeforeStart: 5
                    ),
                    now: .now
                ),
            ] {
                let sealed = try #require(buried(settlement))
                #expect(
                    SealedForm.isSealed(envelope: sealed) && !String(decoding: sealed, as: UTF8.self).contains("Ada")
                )
                #expect(try SealedForm.opened(job: sealed, with: seal) == bytes)
            }
        }
    }

    @Test func whatTheQueueWithholdsStaysAsItIs() {
        let error = EnvelopeError(.tooLarge, "too large")
        #expect(buried(planner.undecodable(Delivery(number: 7, withheldBytes: 1 << 30), error, now: .now)) == nil)
    }

    @Test(arguments: [EnvelopeError.Code.newerVersion, .keyMissing])
    func whatAnotherWorkerMayReadIsPutOff(_ code: EnvelopeError.Code) throws {
        let delivery = Delivery(number: 7, bytes: [1])
        guard case .later(let bytes, _) = planner.undecodable(delivery, EnvelopeError(code, "later"), now: .now) else {
            Issue.record("it was given up")
            return
        }
        #expect(bytes == [1])
    }

    @Test func withoutItsKeyASealedEnvelopeIsForLater() throws {
        let bytes = try SealedForm.sealed(envelope: Array("{}".utf8), of: nil, with: seal)
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        for other in [nil, try ContentSealTests.seal(ContentSealTests.second)] {
            configuration.seal = other
            let error = #expect(throws: EnvelopeError.self) {
                try JobEnvelope(of: Delivery(number: 7, bytes: bytes), configuration, now: .now)
            }
            #expect(error?.code == .keyMissing)
        }
    }

    @Test func withoutItsKeyASealedEnvelopeIsPutOffForAWeekAtMost() throws {
        let plain = Array(#"{"id":"a","payload":"Ada"}"#.utf8)
        let sealed = try SealedForm.sealed(envelope: plain, of: "a", with: seal)
        var configuration = WorkerConfiguration(worker: "w", concurrency: 1)
        configuration.seal = try ContentSealTests.seal(ContentSealTests.second)
        let planner = SettlementPlanner(configuration: configuration)
        let begin = Moment.now
        var bytes = sealed
        func settlement(after waited: Duration) throws -> Settlement {
            let now = begin.advanced(by: waited)
            let delivery = Delivery(number: 7, bytes: bytes)
            let error = try #require(throws: EnvelopeError.self) {
                try JobEnvelope(of: delivery, configuration, now: now)
            }
            #expect(error.jobID == "a")
            return planner.undecodable(delivery, error, now: now)
        }
        let week = Duration.seconds(7 * 86_400)
        for waited in [Duration.zero, .seconds(3000), week - .milliseconds(1)] {
            guard case .later(let again, let delay) = try settlement(after: waited) else {
                Issue.record("given up after \(waited)")
                return
            }
            #expect(delay == min(max(.seconds(30), waited / 10), .seconds(600)))
            bytes = again
            var other = configuration
            other.seal = seal
            let job = try JobEnvelope(of: Delivery(number: 7, bytes: again), other, now: begin)
            #expect(job.original == plain && job.run.waitingSince?.milliseconds == begin.milliseconds)
        }
        guard case .bury(let letter, let original, let result) = try settlement(after: week) else {
            Issue.record("not given up")
            return
        }
        #expect(original == sealed && letter.reason == .attemptsExhausted)
        #expect(try JSONValue(parsing: result)["job_id"] == "a")
    }
}
