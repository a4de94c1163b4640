// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Extraction

@Suite struct NumberWordsTests {
    @Test(arguments: [
        ("ศูนย์", 0), ("สิบเอ็ด", 11), ("ยี่สิบเอ็ด", 21), ("หนึ่งร้อยเอ็ด", 101), ("หนึ่งร้อยหนึ่ง", 101),
        ("หนึ่งร้อยเก้าคะแนน", 109), ("สี่ร้อย หกสิบเอ็ด คะแนน", 461), ("( ร้อยเก้า )", 109), ("เจ็ดร้อยบัตร", 700),
        ("จำนวน ห้าคน", 5), ("จํานวน ห้าคน", 5), ("หนึ่งศูนย์เก้า", 109), ("ศูนย์-ศูนย์-เก้า", 9), ("สิบล้าน", 10_000_000),
        ("สองแสนสามหมื่นสี่พันห้าร้อยหกสิบเจ็ด", 234_567), ("หนึ่งล้านเอ็ด", 1_000_001), ("-ห้า-", 5), ("หกร้อยถ้วน", 600),
        ("๑๐๙", 109), ("109", 109), ("1,234 คะแนน", 1_234), ("สองสิบ", 20), ("เเปด", 8), ("หน่ึง", 1), ("สี่่", 4),
        ("ห\u{200B}ก\u{200D}สิบ", 60), ("ห้าแสน", 500_000), ("ห้าเเสน", 500_000),
    ])
    func thai(text: String, value: Int) {
        #expect(NumberWords.value(of: text) == value)
        #expect(NumberWords.value(of: " \u{FEFF}\(text)\u{200B}\n") == value)
    }

    @Test(arguments: [
        ("Zero", 0), ("One hundred and nine", 109), ("TWENTY-THREE votes", 23), ("a hundred", 100), ("forty two", 42),
        ("one thousand, two hundred", 1_200), ("one zero nine", 109), ("two million and five", 2_000_005),
        ("nine hundred ninety-nine thousand nine hundred ninety-nine", 999_999), ("(seven)", 7), ("five only", 5),
    ])
    func english(text: String, value: Int) {
        #expect(NumberWords.value(of: text) == value)
    }

    @Test(arguments: [
        ("Sembilan puluh Delapan", 98), ("SERATUS TUJUH", 107), ("Tiga ratus enam puluh Delapan", 368), ("SEBELAS", 11),
        ("dua belas", 12), ("duabelas", 12), ("nol nol sembilan", 9), ("seribu seratus sebelas", 1_111),
        ("satu juta dua ratus ribu", 1_200_000), ("sepuluh suara", 10), ("seratus ribu", 100_000),
        ("sejuta", 1_000_000),
    ])
    func indonesian(text: String, value: Int) {
        #expect(NumberWords.value(of: text) == value)
    }

    @Test(arguments: [
        ("vinte e três", 23), ("vinte e tre\u{302}s", 23), ("CENTO E UM", 101), ("cem", 100), ("mil", 1_000),
        ("mil novecentos e noventa e nove", 1_999), ("duzentas mil e uma", 200_001), ("um milhão e cem mil", 1_100_000),
        ("dezesseis votos", 16), ("dezasseis", 16), ("dois milhões, trezentos mil", 2_300_000), ("um zero nove", 109),
    ])
    func portuguese(text: String, value: Int) {
        #expect(NumberWords.value(of: text) == value)
    }

    @Test(arguments: [
        "", "คะแนน", "พันห้า", "พัน", "ห้าเอ็ด", "เอ็ด", "ร้อยพัน", "สิบร้อย", "หนึ่งร้อยx", "ห้าร้อยห้าร้อย", "ศูนย์สิบ", "สองยี่สิบ",
        "หนึ่งร้อย nine", "twenty and", "and five", "twenty thirteen", "hundred", "thousand", "five thousand million",
        "one and hundred", "one hundred one hundred", "five twenty", "twenty zero", "dua puluh dua belas", "satu belas",
        "dua seratus", "puluh", "belas", "e cinco", "cem um mil cem", "cem cem", "trinta e dez", "-5", "1.5",
        "about ten",
        "ten or eleven", "หนึ่งร้อยเก้า?หรือแปด", "fünf", "one million million", String(repeating: "หนึ่ง", count: 12),
        String(repeating: "a", count: 5_000),
    ])
    func whatIsNotFullyUnderstoodIsNil(text: String) {
        #expect(NumberWords.value(of: text) == nil)
    }

    @Test func anyMixOfWordsEndsWithoutACrash() {
        var random = SeededGenerator(seed: 3)
        let words = [
            "หนึ่ง", "ร้อย", "ล้าน", "เอ็ด", "ยี่สิบ", "one", "hundred", "million", "and", "dua", "belas", "juta", "mil", "e",
            "cem",
            "milhões", "9", "๙", ",", "-", "คะแนน", "\u{0E4D}", "\u{0E32}", "(", "\u{200B}", "votes",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
            if let value = NumberWords.value(of: text) { #expect(value >= 0) }
        }
    }
}
