// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct ApproximateSearchTests {
    private func best(_ pattern: String, in text: String, _ errors: Int) -> ApproximateSearch.Match? {
        ApproximateSearch.best(Array(pattern.unicodeScalars), in: Array(text.unicodeScalars), maximumErrors: errors)
    }

    @Test
    func findsAnExactPattern() {
        #expect(best("cast", in: "ballots cast total", 0) == .init(range: 8..<12, errors: 0))
    }

    @Test(arguments: [("ballots", "xx ballts yy"), ("ballots", "xx bal1ots yy"), ("ballots", "xx ballotts yy")])
    func oneWrongMissingOrExtraLetterIsOneError(pattern: String, text: String) {
        #expect(best(pattern, in: text, 1)?.errors == 1)
        #expect(best(pattern, in: text, 0) == nil)
    }

    @Test
    func nothingMatchesBeyondTheLimit() {
        #expect(best("registered", in: "remaining", 2) == nil)
        #expect(best("", in: "text", 5) == nil)
    }

    @Test
    func thaiMarksDoNotCount() {
        let read = SearchText([Word("จํานวนบัตรเลอกตังทีเหลือ", box: .zero)])
        let labels = [Label("จำนวนบัตรเลือกตั้งที่เหลือ", Statistic.ballotsRemaining)]
        let match = labels.matches(in: read).first
        #expect(match?.meaning == .ballotsRemaining)
        #expect(match?.errors == 0)
    }

    @Test
    func theLongerOfTwoOverlappingLabelsCounts() {
        let read = SearchText([Word("จำนวนผู้มีสิทธิเลือกตั้งที่มาแสดงตน", box: .zero)])
        #expect(ThaiLabels.statistics.matches(in: read).map(\.meaning) == [.votersPresent])
    }
}
