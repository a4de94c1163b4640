// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
import Testing

@testable import Imaging

@Suite("What pictures being decoded may take")
struct DecodingBudgetTests {
    @Test("However many threads there are, no more is taken than there is")
    func bounded() async {
        let budget = DecodingBudget(bytes: 100)
        let inside = Mutex(0)
        let most = Mutex(0)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<32 {
                group.addTask {
                    await withCheckedContinuation { done in
                        DispatchQueue(label: "decoder \(index)").async {
                            budget.with(10 + index) {
                                let now = inside.withLock { inside in
                                    inside += 10 + index
                                    return inside
                                }
                                most.withLock { $0 = max($0, now) }
                                inside.withLock { $0 -= 10 + index }
                            }
                            done.resume()
                        }
                    }
                }
            }
        }
        #expect(most.withLock { $0 } <= 100)
        #expect(budget.largestUse <= 100 && budget.largestUse >= 41)
    }

    @Test("A picture larger than all there is has its turn, alone")
    func tooLarge() {
        let budget = DecodingBudget(bytes: 100)
        #expect(budget.with(1_000) { 7 } == 7)
        #expect(budget.with(100) { 8 } == 8)
        #expect(budget.largestUse == 100)
    }
}
