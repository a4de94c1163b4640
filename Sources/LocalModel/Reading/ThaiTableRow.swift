// SPDX-License-Identifier: Apache-2.0

/// Turns one row of a table of votes into a result.
enum ThaiTableRow {
    /// Nil for headings, sums and empty rows.
    static func result(
        of cells: [[Word]],
        _ columns: [ThaiLabels.Column?],
        after previous: Int?
    ) -> SheetReport.VoteResult? {
        func cell(_ column: ThaiLabels.Column) -> [Word] {
            columns.firstIndex(of: column).map { cells[$0] } ?? []
        }
        guard !isTotal(cells) else { return nil }
        var number = number(of: cells, columns)
        // Lists are numbered in order, which settles a number that was read only in part.
        number?.confirm((previous ?? 0) + 1)
        let spelled = text(cell(.words).filter { $0.confidence >= 60 }, minimumConfidence: 60)
        let result = SheetReport.VoteResult(
            number: number?.value,
            candidateName: text(cell(.name), minimumConfidence: 50),
            partyName: text(cell(.party), minimumConfidence: 50),
            voteCount: votes(cell(.votes), cell(.words)),
            voteCountText: spelled.flatMap { ThaiNumberWords.value($0) == nil ? nil : $0 }
        )
        let isNamed = result.number != nil || result.candidateName != nil || result.partyName != nil
        let hasVotes = result.voteCount != nil || result.voteCountText != nil
        return isNamed && (hasVotes || result.number != nil) ? result : nil
    }

    /// The number in the list, as far as it was read.
    static func number(of cells: [[Word]], _ columns: [ThaiLabels.Column?]) -> Figure? {
        columns.firstIndex(of: .number).flatMap { figure(cells[$0]) }
    }

    private static func isTotal(_ cells: [[Word]]) -> Bool {
        cells.contains { cell in
            SearchText(cell).scalars == ThaiLabels.total || !ThaiLabels.totals.matches(in: SearchText(cell)).isEmpty
        }
    }

    /// Digits that are not certain count if the words beside them say the same.
    private static func votes(_ cell: [Word], _ words: [Word]) -> Int? {
        guard var figure = figure(cell) else { return nil }
        if let number = ThaiNumberWords.value(in: words) { figure.confirm(number) }
        return figure.value
    }

    /// The one number of a cell; several make none.
    private static func figure(_ cell: [Word]) -> Figure? {
        let figures = cell.compactMap(Figure.init)
        return figures.count == 1 ? figures[0] : nil
    }

    private static func text(_ cell: [Word], minimumConfidence: Double) -> String? {
        let words = cell.filter { word in word.text.contains { $0.isLetter } }
        guard !words.isEmpty, words.allSatisfy({ $0.confidence >= minimumConfidence }) else { return nil }
        return words.map(\.text).joined(separator: " ")
    }
}
