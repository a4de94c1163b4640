// SPDX-License-Identifier: Apache-2.0

extension NumberSpeller {
    static let thai = NumberSpeller(name: "Thai") { number in
        let words = thaiWords(number, isOneAlwaysEt: false)
        return [
            words.joined(), words.joined(separator: " ") + " คะแนน",
            thaiWords(number, isOneAlwaysEt: true).joined(),
            String(number).map { thaiUnits[Int(String($0)) ?? 0] }.joined(separator: " "),
        ]
    }

    private static let thaiUnits = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
    private static let thaiPlaces = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"]

    private static func thaiWords(_ number: Int, isOneAlwaysEt: Bool) -> [String] {
        guard number > 0 else { return [thaiUnits[0]] }
        guard number < 1_000_000 else {
            let millions = thaiWords(number / 1_000_000, isOneAlwaysEt: isOneAlwaysEt) + ["ล้าน"]
            let rest = number % 1_000_000
            guard rest != 1 else { return millions + [isOneAlwaysEt ? "เอ็ด" : "หนึ่ง"] }
            return rest == 0 ? millions : millions + thaiWords(rest, isOneAlwaysEt: isOneAlwaysEt)
        }
        let digits = String(number).compactMap(\.wholeNumberValue)
        return digits.enumerated().flatMap { index, digit -> [String] in
            let place = digits.count - 1 - index
            switch (digit, place) {
            case (0, _): return []
            case (1, 0) where number > 10 && (isOneAlwaysEt || number / 10 % 10 > 0): return ["เอ็ด"]
            case (1, 1): return ["สิบ"]
            case (2, 1): return ["ยี่", "สิบ"]
            default: return [thaiUnits[digit], thaiPlaces[place]]
            }
        }
    }
}
