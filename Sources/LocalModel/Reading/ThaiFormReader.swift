// SPDX-License-Identifier: Apache-2.0

/// Reads printed Thai forms of the S.S. 5/18 kind, page by page.
struct ThaiFormReader: Sendable {
    private var report = SheetReport()
    private var figures = LabelledFigures()
    private var columns: [ThaiLabels.Column?] = []

    /// Whether at least one letter in ten is Thai.
    static func isThai(_ page: PageText) -> Bool {
        let letters = page.words.flatMap(\.text.unicodeScalars).filter { $0.properties.isAlphabetic }
        return !letters.isEmpty && letters.count(where: ThaiText.isThai) * 10 > letters.count
    }

    /// Whether this page is the first of a form although one is being read: another title, or numbers from 1 again.
    func beginsAnotherForm(_ page: PageText) -> Bool {
        guard let type = Self.formType(of: TextRow.rows(of: page.words)), report.formType != nil else { return false }
        guard type == report.formType else { return true }
        guard let table = RuledTable(page), let columns = ThaiTableHead.columns(of: table) else { return false }
        let first = table.rows.lazy.compactMap { ThaiTableRow.number(of: $0, columns) }.first
        return first?.allows(1) ?? false
    }

    mutating func read(_ page: PageText) {
        let rows = TextRow.rows(of: page.words)
        let table = RuledTable(page)
        report.formType = report.formType ?? Self.formType(of: rows)
        for row in rows where table.map({ !$0.box.intersects(row.box) }) ?? true {
            readHeading(row)
            readStatistics(row)
        }
        if let table { readTable(table) }
    }

    /// The form; nothing when nothing was read.
    func finish() -> [SheetReport] {
        var finished = report
        finished.statistics = figures.values
        finished.fillNumbersBetweenNeighbours()
        return finished.hasNumbers ? [finished] : []
    }

    private static func formType(of rows: [TextRow]) -> String? {
        for row in rows.prefix(10) {
            let kinds = ThaiLabels.headings.matches(in: SearchText(row.words)).map(\.meaning)
            if kinds.contains(.constituencyForm) { return "Constituency" }
            if kinds.contains(.partyListForm) { return "PartyList" }
        }
        return nil
    }

    private mutating func readHeading(_ row: TextRow) {
        let text = SearchText(row.words)
        let matches = ThaiLabels.headings.matches(in: text)
        for (index, match) in matches.enumerated() {
            let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : nil
            let value = ThaiFieldText(row, text, after: match.range, before: end)
            switch match.meaning {
            case .date: report.date = report.date ?? ThaiDate.isoDate(in: value.text)
            case .province: report.province = report.province ?? value.name
            case .district: report.district = report.district ?? value.name
            case .subDistrict: report.subDistrict = report.subDistrict ?? value.name
            case .constituency: report.constituencyNumber = report.constituencyNumber ?? value.number
            case .pollingStation: report.pollingStation = report.pollingStation ?? value.number.map(String.init)
            case .constituencyForm, .partyListForm, .other: break
            }
        }
    }

    private mutating func readStatistics(_ row: TextRow) {
        let text = SearchText(row.words)
        let matches = ThaiLabels.statistics.matches(in: text)
        for (index, match) in matches.enumerated() {
            let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : nil
            let value = ThaiFieldText(row, text, after: match.range, before: end)
            if let number = value.number { figures.note(match.meaning, number) }
        }
    }

    private mutating func readTable(_ table: RuledTable) {
        let headed = ThaiTableHead.columns(of: table)
        if let headed {
            columns = headed
        }
        guard columns.count == table.columnCount else { return }
        for row in table.rows {
            let previous = report.voteResults.last.map { $0.number ?? -1 }
            guard let result = ThaiTableRow.result(of: row, columns, after: previous) else { continue }
            report.voteResults.append(result)
        }
    }
}
