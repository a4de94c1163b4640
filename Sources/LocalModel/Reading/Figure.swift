// SPDX-License-Identifier: Apache-2.0

/// A number on a page, known only as far as its readings agree.
struct Figure: Hashable, Sendable {
    /// The number; nil when the readings differ or are too weak.
    var value: Int?
    /// All that was read, for arithmetic to choose from.
    var readings: [Int]

    /// For Thai digits read from pixels.
    private let thaiDigits: ThaiDigits?

    static let unknown = Self(value: nil, readings: [], thaiDigits: nil)

    /// Nil when the word is no number at all.
    init?(_ word: Word) {
        if word.confidence < 100, let digits = ThaiDigits(word.text) {
            self.init(value: nil, readings: [], thaiDigits: digits)
            return
        }
        let first = NumberText.value(word.text)
        let others = word.rereadings.map(NumberText.value)
        guard let first else { return nil }
        let readings: [Int] = ([first] + others).compactMap(\.self)
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        self.init(value: Self.agreed(word, first: first, others: others), readings: readings, thaiDigits: nil)
    }

    private init(value: Int?, readings: [Int], thaiDigits: ThaiDigits?) {
        self.value = value
        self.readings = readings
        self.thaiDigits = thaiDigits
    }

    /// A text layer is exact. Otherwise a rereading must agree, or two where the page's own reading was weak.
    private static func agreed(_ word: Word, first: Int, others: [Int?]) -> Int? {
        guard !others.isEmpty else { return word.confidence == 100 ? first : nil }
        let needed = word.confidence < 80 ? min(2, others.count) : 1
        return others.count { $0 == first } >= needed ? first : nil
    }

    /// Takes `number` as the value if what was read allows it.
    mutating func confirm(_ number: Int) {
        if value == nil, allows(number) {
            value = number
        }
    }

    /// Whether what was read may be this number.
    func allows(_ number: Int) -> Bool {
        readings.contains(number) || (thaiDigits?.canBe(number) ?? false)
    }
}
