// SPDX-License-Identifier: Apache-2.0

/// Reads printed English precinct result sheets: a heading, statistics, then contests of candidate lines.
struct EnglishSheetReader: Sendable {
    private var page = SheetReport()
    private var figures = LabelledFigures()
    private var contests: [Contest] = []
    private var precinct: String?

    /// One report for each contest of the page.
    static func reports(of text: PageText) -> [SheetReport] {
        var reader = Self()
        let columns = PageColumns(text.words)
        reader.readHeading(columns)
        for rows in columns.columns {
            reader.read(rows)
        }
        return reader.finish()
    }

    private mutating func readHeading(_ columns: PageColumns) {
        let rows = columns.shared + columns.columns.joined()
        let heading = EnglishHeading(rows.prefix(12))
        page.date = heading.date
        page.district = heading.county
        page.province = heading.state
        precinct = heading.precinct
        for row in columns.shared {
            note(EnglishRow(row))
        }
    }

    private mutating func read(_ rows: [TextRow]) {
        let kinds = rows.map(EnglishRow.init)
        var isOpen = false
        for index in rows.indices {
            note(kinds[index])
            switch kinds[index] {
            case .contestHead:
                if !isOpen || !(contests.last?.candidates.isEmpty ?? true) {
                    contests.append(Contest(title: Self.title(above: index, rows, kinds)))
                }
                isOpen = true
            case .statisticsHead:
                if index > 0, case .text = kinds[index - 1] { precinct = precinct ?? rows[index - 1].text }
                isOpen = false
            case .total(let figure):
                if isOpen { contests[contests.count - 1].total = figure }
            case .candidate(let line):
                if isOpen, !Self.isTitle(at: index, kinds) { contests[contests.count - 1].add(line) }
            case .text:
                if isOpen, !Self.isTitle(at: index, kinds) { continueName(at: index, rows, kinds) }
            case .statistics:
                break
            }
        }
    }

    private mutating func note(_ row: EnglishRow) {
        guard case .statistics(let found) = row else { return }
        for (statistic, figure) in found {
            if let value = figure.value { figures.note(statistic, value) }
        }
    }

    /// A row right above a contest's head is its title, even when it ends in a number ("House District 2").
    private static func isTitle(at index: Int, _ kinds: [EnglishRow]) -> Bool {
        guard index + 1 < kinds.count, case .contestHead = kinds[index + 1] else { return false }
        return true
    }

    private static func title(above index: Int, _ rows: [TextRow], _ kinds: [EnglishRow]) -> String? {
        guard index > 0 else { return nil }
        switch kinds[index - 1] {
        case .text, .candidate: return rows[index - 1].text
        default: return nil
        }
    }

    /// A name too long for its line goes on below, close to it.
    private mutating func continueName(at index: Int, _ rows: [TextRow], _ kinds: [EnglishRow]) {
        guard
            index > 0, case .candidate = kinds[index - 1], var contest = contests.last,
            let line = contest.candidates.last,
            rows[index].box.top - line.votesBox.bottom < line.votesBox.height
        else { return }
        contest.candidates[contest.candidates.count - 1].name += " " + rows[index].text
        contests[contests.count - 1] = contest
    }

    private mutating func finish() -> [SheetReport] {
        page.pollingStation = precinct
        page.statistics = figures.values
        // One printed figure for both: ballots cast are the voters that came.
        page.statistics[.votersPresent] = page.statistics[.votersPresent] ?? page.statistics[.ballotsUsed]
        let reports = contests.map { contest in
            var settled = contest
            settled.settle()
            return settled.report(basedOn: page)
        }
        return reports.filter { !$0.voteResults.isEmpty }
    }
}
