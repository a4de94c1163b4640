// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JobQueue

@Suite struct SlotDemandTests {
    private static let now = Moment(milliseconds: 1_000_000)

    private func demand(
        _ mode: JobQueueMode = .open,
        waiting: Int = 100,
        inFlight: Int = 8,
        begun: Int = 0,
        nextDue: Int? = nil,
        callsAtOnce: Double? = nil
    ) -> SlotDemand {
        let statistics = QueueStatistics(
            now: Self.now,
            mode: mode,
            waiting: waiting,
            inFlight: inFlight,
            delayed: nextDue == nil ? 0 : 5,
            delayedBegun: begun,
            nextDue: nextDue.map { Moment(milliseconds: Self.now.milliseconds + $0) },
            results: 0,
            workers: 1,
            remembered: 0,
            lastDelivery: 0,
            deadLetters: DeadLetterTotals(now: Self.now, count: 0, bytes: 0)
        )
        return SlotDemand(statistics, callsAtOnce: callsAtOnce)
    }

    @Test func backlogAndJobsInFlightHaveASlotEach() {
        #expect(demand().slots == 108)
        #expect(demand(waiting: 0, inFlight: 0).slots == 0)
    }

    @Test func jobsThatAreDueWakeAWorkerAndOthersDoNot() {
        #expect(demand(waiting: 0, inFlight: 0, nextDue: 1).slots == 0)
        #expect(demand(waiting: 0, inFlight: 0, nextDue: 0).slots == 1)
    }

    @Test func whatIsNotHandedOutNeedsNoSlots() {
        #expect(demand(.paused, nextDue: -1).slots == 8)
        #expect(demand(.draining, nextDue: -1).slots == 8)
        #expect(demand(.draining, begun: 2, nextDue: -1).slots == 9)
    }

    /// 0.7 of a slot's time is its calls.
    @Test(arguments: [(7.0, 10), (0.001, 1), (0, 1), (1e300, 108), (-1, 1)])
    func modelsBoundThem(callsAtOnce: Double, slots: Int) {
        #expect(demand(callsAtOnce: callsAtOnce).slots == slots)
    }
}
