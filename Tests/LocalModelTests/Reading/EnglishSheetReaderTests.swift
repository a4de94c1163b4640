// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct EnglishSheetReaderTests {
    private let sheet = """
                          Election Report
                       Alder County, Franklin
                          November 3, 2026
        Summary For North 4, All Races
        Registered Voters 431 - Cards Cast 327 75.87%
        MAYOR                                                COUNCIL DISTRICT 2
                                   Total                                           Total
        Times Counted            327/431 75.9 %              Times Counted       327/431 75.9 %
        Total Votes                  300                     Total Votes             260
        Ann Able           DEM       180 60.00%              Cid Cole       LIB      140 53.85%
        Bob Bell           REP       118 39.33%              Dora Dent      REP      120 46.15%
        Write-in Votes                 2  0.67%              Write-in Votes            0  0.00%
        """

    private var reports: [SheetReport] {
        EnglishSheetReader.reports(of: TextLayer.page(from: sheet))
    }

    @Test
    func eachContestOfBothColumnsIsAReport() {
        #expect(reports.map { $0.voteResults.map(\.voteCount) } == [[180, 118, 2], [140, 120, 0]])
        #expect(reports.first?.voteResults.map(\.candidateName) == ["Ann Able", "Bob Bell", "Write-in Votes"])
        #expect(reports.first?.voteResults.map(\.partyName) == ["DEM", "REP", nil])
    }

    @Test
    func headingAndStatistics() throws {
        let report = try #require(reports.last)
        #expect(report.date == "2026-11-03")
        #expect(report.district == "Alder County")
        #expect(report.province == "Franklin")
        #expect(report.pollingStation == "North 4")
        #expect(report.statistics == [.eligibleVoters: 431, .ballotsUsed: 327, .votersPresent: 327])
    }

    @Test
    func aDisagreementIsSettledByThePercentage() {
        var contest = Contest(title: "MAYOR")
        contest.total = Figure(Word("300", box: .zero))
        let row = [
            Word.at(0, 0, "Bob"), .at(60, 0, "Bell"), .at(300, 0, "178", rereadings: ["118", "", ""]),
            .at(360, 0, "39.33%"),
        ]
        contest.candidates = [CandidateLine(TextRow(words: row))].compactMap(\.self)
        #expect(contest.candidates.first?.votes.value == nil)
        contest.settle()
        #expect(contest.candidates.first?.votes.value == 118)
    }

    @Test
    func severalCountsInARowAreNotGuessedAt() {
        let words: [Word] = [.at(0, 0, "Ann"), .at(60, 0, "Able"), .figure(200, 0, "12"), .figure(300, 0, "30")]
        #expect(CandidateLine(TextRow(words: words))?.votes == .unknown)
    }

    @Test
    func aTitleThatEndsInANumberIsNoCandidate() {
        let text = """
            House District 2
            Vote For 1
                               TOTAL
            ANN ABLE             12
            """
        let reports = EnglishSheetReader.reports(of: TextLayer.page(from: text))
        #expect(reports.map { $0.voteResults.map(\.candidateName) } == [["ANN ABLE"]])
    }

    @Test
    func aLabelFoundTwiceWithDifferentNumbersGivesNone() {
        var figures = LabelledFigures()
        figures.note(.badBallots, 3)
        figures.note(.goodBallots, 9)
        figures.note(.badBallots, 4)
        figures.note(.badBallots, 3)
        #expect(figures.values == [.goodBallots: 9])
    }
}
