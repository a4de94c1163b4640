// SPDX-License-Identifier: Apache-2.0

/// Numbers spelled out in Thai, such as one hundred and nine, however their marks were read.
enum ThaiNumberWords {
    private static let vocabulary: [(word: [Unicode.Scalar], value: Int)] = [
        ("ศูนย์", 0), ("หนึ่ง", 1),
        ("เอ็ด", 1), ("สอง", 2), ("ยี่", 2),
        ("สาม", 3), ("สี่", 4), ("ห้า", 5),
        ("หก", 6), ("เจ็ด", 7), ("แปด", 8),
        ("เก้า", 9), ("สิบ", 10),
        ("ร้อย", 100), ("พัน", 1_000),
        ("หมื่น", 10_000), ("แสน", 100_000),
    ].map { (reduced($0.0), $0.1) }

    /// The first number spelled by one or more neighbouring words.
    static func value(in words: some Collection<Word>) -> Int? {
        let texts = words.map(\.text)
        for start in texts.indices {
            for end in texts.indices.reversed() where end >= start {
                if let number = value(texts[start...end].joined()) { return number }
            }
        }
        return nil
    }

    /// The number, or nil when the text is not one from end to end.
    static func value(_ text: String) -> Int? {
        var rest = reduced(text)[...]
        var total = 0
        var digit: Int?
        var lastUnit = Int.max
        while !rest.isEmpty {
            guard
                let entry = vocabulary.filter({ rest.starts(with: $0.word) }).max(by: { $0.word.count < $1.word.count })
            else { return nil }
            rest = rest.dropFirst(entry.word.count)
            if entry.value < 10 {
                guard digit == nil else { return nil }
                digit = entry.value
            } else {
                guard entry.value < lastUnit else { return nil }
                lastUnit = entry.value
                total += (digit ?? 1) * entry.value
                digit = nil
            }
        }
        return lastUnit == Int.max && digit == nil ? nil : total + (digit ?? 0)
    }

    /// Letters without any marks: the words of numbers stay distinct, and marks are what OCR gets wrong.
    private static func reduced(_ text: String) -> [Unicode.Scalar] {
        SearchText.reduced(text).filter(ThaiText.isThai)
    }
}
