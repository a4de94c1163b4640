// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JobQueue

@Suite struct ClockWatchTests {
    private let own = ContinuousClock.now
    private let queue = Moment(milliseconds: 1_790_000_000_000)

    @Test(arguments: [(9, true), (11, false), (-11, false), (3600, false)])
    func aJumpOfAThirdOfALeaseCounts(_ seconds: Int, _ isTrusted: Bool) {
        var watch = ClockWatch(lease: .seconds(30))
        // A lease after the jump, all who are well have been heard.
        let answers = [0, 5, 34, 35].map { elapsed in
            let jump = elapsed == 0 ? 0 : seconds
            return watch.trusts(queue.advanced(by: .seconds(elapsed + jump)), at: own + .seconds(elapsed))
        }
        #expect(answers == [true, isTrusted, isTrusted, true])
    }

    @Test func aLongSilenceIsNoJump() {
        var watch = ClockWatch(lease: .seconds(30))
        let answers = [0, 7200].map { watch.trusts(queue.advanced(by: .seconds($0)), at: own + .seconds($0)) }
        #expect(answers == [true, true])
    }
}
