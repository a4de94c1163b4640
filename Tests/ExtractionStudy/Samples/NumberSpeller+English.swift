// SPDX-License-Identifier: Apache-2.0

extension NumberSpeller {
    static let english = NumberSpeller(name: "English") { number in
        let plain = englishWords(number, and: "", hyphen: "-")
        return [
            plain, plain.uppercased(), englishWords(number, and: "and ", hyphen: " ") + " votes",
            String(number).map { englishUnits[Int(String($0)) ?? 0] }.joined(separator: " "),
        ]
    }

    private static let englishUnits = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let englishTens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]

    private static func englishWords(_ number: Int, and: String, hyphen: String) -> String {
        func whole(_ factor: Int, _ word: String, joiner: String) -> String {
            let head = englishWords(number / factor, and: and, hyphen: hyphen) + " " + word
            let rest = number % factor
            return rest == 0 ? head : "\(head) \(joiner)\(englishWords(rest, and: and, hyphen: hyphen))"
        }
        switch number {
        case ..<20: return englishUnits[number]
        case ..<100:
            let unit = number % 10
            return englishTens[number / 10] + (unit == 0 ? "" : hyphen + englishUnits[unit])
        case ..<1_000: return whole(100, "hundred", joiner: and)
        case ..<1_000_000: return whole(1_000, "thousand", joiner: number % 1_000 < 100 ? and : "")
        default: return whole(1_000_000, "million", joiner: number % 1_000_000 < 100 ? and : "")
        }
    }
}
