// SPDX-License-Identifier: Apache-2.0

extension NumberSpeller {
    static let indonesian = NumberSpeller(name: "Indonesian") { number in
        let words = number == 0 ? [indonesianUnits[0]] : indonesianWords(number)
        return [
            words.joined(separator: " "), words.joined(),
            words.joined(separator: " ").uppercased() + " SUARA",
            String(number).map { indonesianUnits[Int(String($0)) ?? 0] }.joined(separator: " "),
        ]
    }

    private static let indonesianUnits = [
        "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    ]

    private static func indonesianWords(_ number: Int) -> [String] {
        switch number {
        case 0: return []
        case ..<10: return [indonesianUnits[number]]
        case 10: return ["sepuluh"]
        case 11: return ["sebelas"]
        case ..<20: return [indonesianUnits[number - 10], "belas"]
        case ..<100: return [indonesianUnits[number / 10], "puluh"] + indonesianWords(number % 10)
        case ..<200: return ["seratus"] + indonesianWords(number - 100)
        case ..<1_000: return [indonesianUnits[number / 100], "ratus"] + indonesianWords(number % 100)
        case ..<2_000: return ["seribu"] + indonesianWords(number - 1_000)
        case ..<1_000_000:
            return indonesianWords(number / 1_000) + ["ribu"] + indonesianWords(number % 1_000)
        default:
            return indonesianWords(number / 1_000_000) + ["juta"] + indonesianWords(number % 1_000_000)
        }
    }
}
