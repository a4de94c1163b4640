// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Testing

/// What is said of a worker from the outside.
@Suite struct WorkerPulseTests {
    private let configuration = WorkerConfiguration(worker: "w", concurrency: 1)

    /// Of a worker that beats and claims.
    private func pulse(_ change: (inout WorkerPulse) -> Void = { _ in }) -> WorkerPulse {
        var pulse = WorkerPulse()
        pulse.sinceBeat = .seconds(3)
        pulse.sinceBeatHeard = .seconds(3)
        pulse.sinceClaim = .seconds(3)
        change(&pulse)
        return pulse
    }

    @Test func aWorkerThatBeatsAndClaimsIsWell() {
        #expect(pulse().reasonToRestart(configuration) == nil)
        #expect(pulse().reasonNotConsuming(configuration) == nil)
    }

    @Test func aQueueOutOfReachIsNoReasonToRestart() {
        let pulse = pulse { pulse in
            pulse.sinceBeatHeard = .seconds(600)
            pulse.sinceClaim = .seconds(600)
        }
        #expect(pulse.reasonToRestart(configuration) == nil)
        #expect(pulse.reasonNotConsuming(configuration) == "no heartbeat got through for 600 s")
    }

    @Test func aHeartbeatThatNoLongerTriesIsOne() {
        #expect(pulse { $0.sinceBeat = .seconds(60) }.reasonToRestart(configuration) == nil)
        let stuck = pulse { $0.sinceBeat = .seconds(61) }
        #expect(stuck.reasonToRestart(configuration) == "no heartbeat was tried for 61 s")
    }

    @Test func whoBeatsButNoLongerClaimsDoesNotConsume() {
        let stuck = pulse { $0.sinceClaim = .seconds(21) }
        #expect(stuck.reasonNotConsuming(configuration) == "no claim was answered for 21 s")
        #expect(pulse { $0.sinceClaim = nil }.reasonNotConsuming(configuration) == "no claim was answered yet")
    }

    @Test func whoIsFullConsumes() {
        let full = pulse { pulse in
            pulse.sinceClaim = .seconds(600)
            pulse.isFull = true
        }
        #expect(full.reasonNotConsuming(configuration) == nil)
    }

    @Test func whoIsToldToTakeNoMoreDoesNot() {
        #expect(pulse { $0.isQuiet = true }.reasonNotConsuming(configuration)?.contains("no more jobs") == true)
        #expect(pulse { $0.isClosing = true }.reasonNotConsuming(configuration)?.contains("shutting down") == true)
        #expect(WorkerPulse().reasonNotConsuming(configuration)?.contains("not been reached") == true)
        #expect(WorkerPulse().reasonToRestart(configuration) == nil)
    }
}
