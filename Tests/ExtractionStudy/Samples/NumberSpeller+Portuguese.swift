// SPDX-License-Identifier: Apache-2.0

extension NumberSpeller {
    static let portuguese = NumberSpeller(name: "Portuguese") { number in
        let words = portugueseWords(number)
        return [
            words, words.uppercased(), "(\(words) votos)",
            String(number).map { portugueseUnits[Int(String($0)) ?? 0] }.joined(separator: " "),
        ]
    }

    private static let portugueseUnits = [
        "zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze",
        "doze", "treze",
        "catorze", "quinze", "dezasseis", "dezassete", "dezoito", "dezanove",
    ]
    private static let portugueseTens = [
        "", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa",
    ]
    private static let portugueseHundreds = [
        "", "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos", "seiscentos", "setecentos",
        "oitocentos",
        "novecentos",
    ]

    private static func portugueseWords(_ number: Int) -> String {
        switch number {
        case ..<20: return portugueseUnits[number]
        case ..<100: return joined(portugueseTens[number / 10], number % 10, " e ")
        case 100: return "cem"
        case ..<1_000: return joined(portugueseHundreds[number / 100], number % 100, " e ")
        case ..<1_000_000:
            let thousands = number / 1_000
            let rest = number % 1_000
            let head = thousands == 1 ? "mil" : portugueseWords(thousands) + " mil"
            return joined(head, rest, rest < 100 || rest % 100 == 0 ? " e " : " ")
        default:
            let millions = number / 1_000_000
            return joined(
                millions == 1 ? "um milhão" : portugueseWords(millions) + " milhões",
                number % 1_000_000,
                ", "
            )
        }
    }

    private static func joined(_ head: String, _ rest: Int, _ joiner: String) -> String {
        rest == 0 ? head : head + joiner + portugueseWords(rest)
    }
}
