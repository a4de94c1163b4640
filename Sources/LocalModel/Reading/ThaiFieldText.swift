// SPDX-License-Identifier: Apache-2.0

/// What stands between a label and the next one on the same row.
struct ThaiFieldText: Sendable {
    private let words: [Word]

    init(_ row: TextRow, _ text: SearchText, after label: Range<Int>, before end: Int?) {
        let last = text.origins[label.upperBound - 1]
        let stop = end.map { text.origins[$0] }
        var words: [Word] = []
        for index in last.word..<min(stop.map { $0.word + 1 } ?? row.words.count, row.words.count) {
            var scalars = Array(row.words[index].text.unicodeScalars)
            if let stop, index == stop.word { scalars = Array(scalars.prefix(stop.offset)) }
            if index == last.word {
                scalars = Array(scalars.dropFirst(last.offset + 1).drop(while: ThaiText.isMark))
            }
            guard !scalars.isEmpty else { continue }
            var word = row.words[index]
            let isWhole = scalars.count == word.text.unicodeScalars.count
            word.text = String(String.UnicodeScalarView(scalars))
            // Rereadings are those of the whole word.
            if !isWhole { word.rereadings = word.confidence == 100 ? [] : [""] }
            words.append(word)
        }
        self.words = words
    }

    var text: String { words.map(\.text).joined(separator: " ") }

    /// The first number; where it is followed by the same number in words, these confirm it.
    var number: Int? {
        guard let index = words.prefix(4).firstIndex(where: { Figure($0) != nil }), var figure = Figure(words[index])
        else { return nil }
        if let spelled = ThaiNumberWords.value(in: words[(index + 1)...].prefix(6)) { figure.confirm(spelled) }
        return figure.value
    }

    /// A name: the letters, without dotted leaders and figures.
    var name: String? {
        let parts = words.map { word in
            String(String.UnicodeScalarView(word.text.unicodeScalars.filter { ThaiText.isThai($0) || $0 == " " }))
        }
        let name = parts.filter { !$0.isEmpty }.joined(separator: " ")
        let isSure = words.allSatisfy { $0.confidence >= 60 }
        return name.isEmpty || !isSure ? nil : name
    }
}
