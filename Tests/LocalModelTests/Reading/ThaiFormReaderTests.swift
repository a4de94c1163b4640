// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct ThaiFormReaderTests {
    /// Columns: number, party, votes, words.
    private func page(_ rows: [[Word]], title: String = "แบบบัญชีรายชื่อ") -> PageText {
        let edges = [100, 200, 500, 600, 1_000]
        let bottom = 300 + 60 * rows.count
        var page = PageText(words: [.at(300, 20, title)] + rows.joined())
        page.rules.vertical = edges.map { PixelBox(left: $0, top: 300, right: $0 + 2, bottom: bottom) }
        page.rules.horizontal = (0...rows.count).map { index in
            PixelBox(left: 100, top: 300 + 60 * index, right: 1_000, bottom: 302 + 60 * index)
        }
        return page
    }

    private let head: [Word] = [
        .at(110, 320, "หมายเลข"), .at(220, 320, "พรรคการเมือง"), .at(510, 320, "คะแนน"), .at(620, 320, "ตัวอักษร"),
    ]

    private func row(_ index: Int, _ number: String, _ votes: Word, _ spelled: String) -> [Word] {
        let top = 320 + 60 * index
        return [.figure(110, top, number), .at(220, top, "พรรคดี"), votes, .at(620, top, spelled)]
    }

    @Test
    func rowsOfARuledTable() {
        let rows = [
            head,
            row(1, "1", .figure(510, 380, "49"), "สี่สิบเก้า"),
            row(2, "2", .figure(510, 440, "9"), "เก้า"),
            [.at(220, 500, "รวมคะแนนทั้งสิ้น"), .figure(510, 500, "58")],
        ]
        let results = SheetReader.reports(of: [page(rows)]).first?.voteResults
        #expect(results?.map(\.number) == [1, 2])
        #expect(results?.map(\.voteCount) == [49, 9])
        #expect(results?.map(\.voteCountText) == ["สี่สิบเก้า", "เก้า"])
        #expect(results?.map(\.partyName) == ["พรรคดี", "พรรคดี"])
    }

    @Test
    func certainDigitsAndWordsThatDifferAreBothReported() {
        let rows = [head, row(1, "1", .figure(510, 380, "48"), "สี่สิบเก้า"), row(2, "2", .figure(510, 440, "1"), "หนึ่ง")]
        let first = SheetReader.reports(of: [page(rows)]).first?.voteResults.first
        #expect(first?.voteCount == 48)
        #expect(first?.voteCountText == "สี่สิบเก้า")
    }

    @Test
    func thaiDigitsCountWhereTheWordsAgree() {
        let rows = [head, row(1, "๑", .at(510, 380, "๕๓"), "สี่สิบเก้า"), row(2, "๒", .at(510, 440, "๕"), "เก้า")]
        let results = SheetReader.reports(of: [page(rows)]).first?.voteResults
        #expect(results?.map(\.voteCount) == [49, nil])
    }

    @Test
    func aSecondPageGoesOnWithTheList() {
        let first = page([head, row(1, "1", .figure(510, 380, "49"), "สี่สิบเก้า")])
        let second = page([head, row(1, "2", .figure(510, 380, "9"), "เก้า")])
        #expect(SheetReader.reports(of: [first, second]).map { $0.voteResults.map(\.number) } == [[1, 2]])
        #expect(SheetReader.reports(of: [first, first]).count == 2)
    }

    @Test
    func labelledNumbersAboveTheTable() {
        let page = PageText(words: [
            .at(300, 20, "แบบแบ่งเขตเลือกตั้ง"), .at(0, 80, "จังหวัด"), .at(120, 80, "แพร่"), .at(300, 80, "เขตเลือกตั้งที่"),
            .figure(500, 80, "2"), .at(0, 140, "2.2.1"), .at(80, 140, "บัตรดี"), .figure(300, 140, "580"),
            .at(360, 140, "บัตร"), .at(0, 200, "บัตรเสีย"), .at(300, 200, "14", rereadings: ["74", "", ""]),
        ])
        let report = SheetReader.reports(of: [page]).first
        #expect(report?.formType == "Constituency")
        #expect(report?.province == "แพร่")
        #expect(report?.constituencyNumber == 2)
        #expect(report?.statistics == [.goodBallots: 580])
    }

    @Test
    func anEmptyPageGivesNothing() {
        #expect(SheetReader.reports(of: [PageText(words: [])]).isEmpty)
        #expect(SheetReader.reports(of: []).isEmpty)
    }
}
