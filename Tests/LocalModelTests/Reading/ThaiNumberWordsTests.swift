// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct ThaiNumberWordsTests {
    @Test(arguments: [
        ("ศูนย์", 0), ("เก้า", 9), ("สิบ", 10), ("สิบเอ็ด", 11), ("ยี่สิบเอ็ด", 21), ("สี่สิบเก้า", 49), ("หนึ่งร้อยเก้า", 109),
        ("สามร้อยแปดสิบหก", 386), ("หนึ่งพันสี่สิบสาม", 1_043), ("หนึ่งหมื่นสองพัน", 12_000),
    ])
    func printedWords(text: String, value: Int) {
        #expect(ThaiNumberWords.value(text) == value)
    }

    @Test(arguments: [("หนึงร้อยแปดสับ", 180), ("หําสบสอง", 52), ("(หกร้อยสีสิบแปด", 648), ("สรอยแปดสบ", 480)])
    func wordsWithMisreadMarks(text: String, value: Int) {
        #expect(ThaiNumberWords.value(text) == value)
    }

    @Test(arguments: ["", "บัตร", "ร่วมพัฒนา", "สิบร้อย", "สองสาม", "สามคน"])
    func otherText(text: String) {
        #expect(ThaiNumberWords.value(text) == nil)
    }

    @Test
    func neighbouringWordsMakeOneNumber() {
        let words = ["คน", "สาม", "ร้อย", "สอง"].map { Word($0, box: .zero) }
        #expect(ThaiNumberWords.value(in: words) == 302)
    }

    @Test
    func buddhistDates() {
        #expect(ThaiDate.isoDate(in: "8 เดือน กุมภาพันธ์ พ.ศ. 2569") == "2026-02-08")
        #expect(ThaiDate.isoDate(in: "๑๔ พฤษภาคม ๒๕๖๖") == "2023-05-14")
        #expect(ThaiDate.isoDate(in: "กุมภาพันธ์ 2569") == nil)
        #expect(ThaiDate.isoDate(in: "8 กุมภาพันธ์ 2026") == nil)
    }
}
