// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite("Which of two calls decides")
struct HedgeRaceTests {
    @Test("An answer that came just before the first call failed is waited for", arguments: [true, false])
    func answered(isFinal: Bool) {
        let race = HedgeRace()
        #expect(race.beginHedge())
        #expect(race.answer(by: .hedge))
        #expect(race.firstFailed(isFinal: isFinal))
        #expect(race.isWon(by: .hedge) && race.isLost(by: .first))
    }

    @Test("After a failure that ends both calls, no answer of the second one is taken")
    func final() {
        let race = HedgeRace()
        #expect(race.beginHedge())
        #expect(!race.firstFailed(isFinal: true))
        #expect(!race.answer(by: .hedge))
    }

    @Test("Where there is no second call, the first one's failure decides")
    func alone() {
        let race = HedgeRace()
        #expect(!race.firstFailed(isFinal: false))
        #expect(!race.beginHedge())
    }
}
