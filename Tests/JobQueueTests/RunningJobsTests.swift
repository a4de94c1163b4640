// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JobQueue

@Suite struct RunningJobsTests {
    @Test func aNumberInHandIsNotOverwritten() {
        let running = RunningJobs(slots: 4)
        let delivery = Delivery(number: 7, bytes: [])
        let old = running.add([delivery])[0]
        let new = running.add([delivery])[0]
        guard case .leaseLost? = old.stopReason else {
            Issue.record("the old run goes on")
            return
        }
        #expect(new.stopReason == nil && running.job(7) === new)
        #expect(running.count == 2, "both take a slot")
        running.release(old, .delivery)
        #expect(running.job(7) === new && running.count == 1)
        running.release(new, .delivery)
        #expect(running.count == 0)
    }

    /// Few jobs at a time cost more calls than all together.
    @Test func fewSlotsAreNotClaimedForWhileOthersAreAboutToBeFree() async {
        let running = RunningJobs(slots: 8)
        let jobs = running.add((1...8).map { Delivery(number: $0, bytes: []) })
        running.setSettling(true)
        running.release(Array(jobs[..<3]), .delivery)
        #expect(running.slotsFreeNow() == nil)
        #expect(running.slotsFreeNow(evenFew: true) == 3, "a job was received already")
        let free = Task { await running.freeSlots() }
        running.release(jobs[3], .delivery)
        #expect(running.slotsFreeNow() == 4, "half of them are worth a call")
        #expect(await free.value == 4)
        _ = running.add((9...11).map { Delivery(number: $0, bytes: []) })
        let last = Task { await running.freeSlots() }
        running.setSettling(false)
        #expect(await last.value == 1, "no others will be free soon")
    }
}
