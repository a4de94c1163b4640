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
}
