// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Testing

@testable import LocalModel

/// Real pages through real recognition. The truth beside them is for measuring only.
@Suite(.serialized)
struct SheetTests {
    private static let isPublishedHere = SampleSheets.published.has("us_ut2020_piute_junction.png")
    private static let isPrinted = SampleSheets.own != nil

    @Test(.enabled(if: isPublishedHere, "the published sheets are not here"))
    func publishedSheetsAreReadWithoutAWrongNumber() async throws {
        try await SheetScorer.with(.published) { scorer in
            let heber = "us_ut2012_wasatch_heber-south-10"
            let text = try await scorer.score(heber, [heber + ".pdf"])
            #expect(text.share == 1)
            let columns = try await scorer.score(heber, [heber + ".png"])
            #expect(columns.wrong.isEmpty)
            #expect(columns.share >= 0.95)
            let scan = try await scorer.score("us_ut2020_piute_junction", ["us_ut2020_piute_junction.png"])
            #expect(scan.wrong.isEmpty)
            #expect(scan.share >= 0.85)
        }
    }

    @Test(.enabled(if: isPublishedHere, "the published sheets are not here"))
    func handwritingGivesNoInventedNumbers() async throws {
        try await SheetScorer.with(.published) { scorer in
            let score = try await scorer.score("th_phrae1_ss517_set02", ["th_phrae1_ss517_set02.jpg"])
            #expect(score.wrong.isEmpty)
        }
    }

    @Test(.enabled(if: isPrinted, "scripts/make-sheets does not run here"))
    func ownSheetsAreReadWithoutAWrongNumber() async throws {
        let sheets = try #require(SampleSheets.own)
        try await SheetScorer.with(sheets) { scorer in
            for (sheet, page, share) in [
                ("english_precinct_2", "english_precinct_2.jpg", 0.9),
                ("english_precinct_3", "english_precinct_3.pdf", 1),
                ("thai_constituency_3", "thai_constituency_3.jpg", 0.8),
            ] {
                let score = try await scorer.score(sheet, [page])
                #expect(score.wrong.isEmpty)
                #expect(score.share >= share)
            }
        }
    }

    @Test(.enabled(if: isPrinted, "scripts/make-sheets does not run here"))
    func anUnreadableSheetGivesNothing() async throws {
        let sheets = try #require(SampleSheets.own)
        try await SheetScorer.with(sheets) { scorer in
            let reports = try await scorer.read(["unreadable.jpg"])
            #expect(reports.isEmpty)
        }
    }

    @Test(.enabled(if: isPrinted, "scripts/make-sheets does not run here"))
    func concurrentRequestsOverHTTPGetTheirOwnAnswers() async throws {
        let sheets = try #require(SampleSheets.own)
        let image = RunningServer.request(page: try sheets.bytes(of: "english_precinct_1.png"))
        let pdf = RunningServer.request(page: try sheets.bytes(of: "english_precinct_3.pdf"), type: "application/pdf")
        let answers = try await RunningServer.with(.init(concurrency: 2)) { server in
            async let first = server.generate(image)
            async let second = server.generate(pdf)
            async let third = server.generate(RunningServer.request())
            return try await [first, second, third]
        }
        let texts = try answers.map { try JSONValue(parsing: $0.text ?? "") }
        for (text, sheet) in zip(texts, ["english_precinct_1", "english_precinct_3"]) {
            let score = NumberScore(text.arrayValue ?? [], truth: try sheets.truth(of: sheet))
            #expect(score.wrong.isEmpty)
            #expect(score.share >= 0.9)
        }
        #expect(texts[2] == [])
    }
}
