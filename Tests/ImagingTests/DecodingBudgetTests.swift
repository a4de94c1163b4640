// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Testing

@testable import Imaging

@Suite("What pictures being decoded may take")
struct DecodingBudgetTests {
    @Test("However many threads there are, no more is taken than there is")
    func bounded() {
        let budget = DecodingBudget(bytes: 100)
        let gauge = Gauge()
        DispatchQueue.concurrentPerform(iterations: 64) { index in
            budget.with(30 + index % 8) {
                gauge.enter()
                gauge.leave()
            }
        }
        // Three of at least 30 each find room in 100.
        #expect((1...3).contains(gauge.most))
        #expect((30...100).contains(budget.largestUse))
    }

    @Test("A picture larger than all there is has its turn, alone")
    func tooLarge() {
        let budget = DecodingBudget(bytes: 100)
        #expect(budget.with(1_000) { 7 } == 7)
        #expect(budget.with(100) { 8 } == 8)
        #expect(budget.largestUse == 100)
    }
}
