// SPDX-License-Identifier: Apache-2.0

/// What a row of an English result sheet is.
enum EnglishRow: Sendable {
    /// Belongs below a contest's title: "Vote For 1", "Total", "Number of Precincts".
    case contestHead
    /// The head of the statistics section; the row above names the precinct.
    case statisticsHead
    /// One or more labelled numbers, or a labelled number of no interest.
    case statistics([(statistic: Statistic, figure: Figure)])
    /// The contest's own sum.
    case total(Figure)
    case candidate(CandidateLine)
    case text

    private enum Meaning: Hashable, Sendable {
        case head
        case statistics
        case total
        case skip
        case number(Statistic)
    }

    private static let labels: [Label<Meaning>] = [
        Label("vote for", .head),
        Label("number of precincts", .head),
        Label("precincts reporting", .head),
        Label("statistics", .statistics),
        Label("total votes", .total),
        Label("total votes cast", .total),
        Label("contest total", .total),
        Label("times counted", .skip),
        Label("ballots cast - blank", .skip),
        Label("voter turnout", .skip),
        Label("over votes", .skip),
        Label("under votes", .skip),
        Label("registered voters", .number(.eligibleVoters)),
        Label("eligible voters", .number(.eligibleVoters)),
        Label("voters present", .number(.votersPresent)),
        Label("voters checked in", .number(.votersPresent)),
        Label("voters who signed in", .number(.votersPresent)),
        Label("ballots cast", .number(.ballotsUsed)),
        Label("cards cast", .number(.ballotsUsed)),
        Label("ballots used", .number(.ballotsUsed)),
        Label("ballots allocated", .number(.ballotsAllocated)),
        Label("ballots received", .number(.ballotsAllocated)),
        Label("ballots issued", .number(.ballotsAllocated)),
        Label("good ballots", .number(.goodBallots)),
        Label("valid ballots", .number(.goodBallots)),
        Label("bad ballots", .number(.badBallots)),
        Label("invalid ballots", .number(.badBallots)),
        Label("spoiled ballots", .number(.badBallots)),
        Label("rejected ballots", .number(.badBallots)),
        Label("no vote", .number(.noVoteBallots)),
        Label("blank ballots", .number(.noVoteBallots)),
        Label("ballots remaining", .number(.ballotsRemaining)),
        Label("unused ballots", .number(.ballotsRemaining)),
    ]

    private static let headings: Set<String> = [
        "total", "votes", "percent", "party", "candidate", "candidates", "name", "no", "number", "choice", "count",
        "vote", "of", "in", "words", "pct", "share",
    ]

    init(_ row: TextRow) {
        if Self.isHeading(row) {
            self = .contestHead
            return
        }
        let text = SearchText(row.words)
        let matches = Self.labels.matches(in: text).filter { text.origins[$0.range.lowerBound].offset == 0 }
        if let known = Self.labelled(matches, row, text) {
            self = known
        } else {
            self = CandidateLine(row).map(EnglishRow.candidate) ?? .text
        }
    }

    private static func isHeading(_ row: TextRow) -> Bool {
        let words = row.words.map { String($0.text.lowercased().filter(\.isLetter)) }.filter { !$0.isEmpty }
        let hasFigure = row.words.contains { NumberText.looksNumeric($0.text) }
        return !words.isEmpty && !hasFigure && words.allSatisfy(headings.contains)
    }

    private static func labelled(_ matches: [LabelMatch<Meaning>], _ row: TextRow, _ text: SearchText) -> EnglishRow? {
        guard let first = matches.first else { return nil }
        var found: [(statistic: Statistic, figure: Figure)] = []
        for (index, match) in matches.enumerated() {
            guard case .number(let statistic) = match.meaning else { continue }
            let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : nil
            let figure = LabelledFigures.figure(after: match.range, in: row, text, before: end)
            if let figure { found.append((statistic, figure)) }
        }
        if !found.isEmpty { return .statistics(found) }
        guard first.range.lowerBound <= 2 else { return nil }
        switch first.meaning {
        case .head: return .contestHead
        case .statistics: return .statisticsHead
        case .total:
            let figure = LabelledFigures.figure(after: first.range, in: row, text, before: nil)
            return figure.map(EnglishRow.total) ?? .contestHead
        case .skip: return .statistics([])
        case .number: return nil
        }
    }
}
