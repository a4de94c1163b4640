// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import JobQueue

@Suite struct MomentTests {
    @Test func textIsThatOfTheCalendar() {
        // Before October 1582 Foundation counts by the Julian calendar, RFC 3339 by the Gregorian.
        var generator = SeededGenerator(seed: 7)
        let range = -12_000_000_000_000...253_402_300_799_999
        let edges = [0, 1, -1, 951_782_400_000, 951_868_799_999, 4_107_542_399_999, range.lowerBound, range.upperBound]
        for milliseconds in edges + (0..<2000).map({ _ in Int.random(in: range, using: &generator) }) {
            let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
            let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(Date.ISO8601FormatStyle()).dropLast()
            let fraction = String(1000 + milliseconds - seconds * 1000).dropFirst()
            #expect(Moment(milliseconds: milliseconds).rfc3339 == "\(whole).\(fraction)Z")
        }
    }

    @Test func whatIsBeyondAllMomentsIsTheLastOrTheFirst() {
        #expect(Moment(milliseconds: 1000).advanced(by: .seconds(-2)).milliseconds == -1000)
        #expect(Moment(milliseconds: .max).advanced(by: .seconds(1)).milliseconds == .max)
        #expect(Moment(milliseconds: .min).advanced(by: .seconds(-1)).milliseconds == .min)
    }
}
