// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("Amounts of money")
struct MicroDollarsTests {
    @Test(
        "Decimals are read exactly",
        arguments: [
            ("0.05", 50_000), ("12", 12_000_000), ("0.000001", 1), ("1.10", 1_100_000), ("0.1", 100_000), ("0", 0),
            ("1000000000", 1_000_000_000_000_000), ("007.5", 7_500_000),
        ]
    )
    func exact(_ text: String, _ millionths: Int64) {
        #expect(MicroDollars(text)?.millionths == millionths)
    }

    @Test(
        "What is no exact amount is refused",
        arguments: [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "0.0000001", "1000000000.000001", "1,5", " 1", "1.2.3", "٣", "nan",
            "99999999999999999999",
        ]
    )
    func refused(_ text: String) {
        #expect(MicroDollars(text) == nil)
    }

    @Test("Numbers as JSON has them mean the nearest millionth")
    func numbers() {
        #expect(MicroDollars(0.1)?.millionths == 100_000)
        #expect(MicroDollars(0.1 + 0.2)?.millionths == 300_000)
        #expect(MicroDollars(4.35)?.millionths == 4_350_000)
        for number in [-0.01, 1e9 + 1, .nan, .infinity] { #expect(MicroDollars(number) == nil) }
    }

    @Test("Amounts are told with two to six places")
    func told() {
        let told = ["0.05": "0.05", "12": "12.00", "0.1": "0.10", "0.123456": "0.123456", "0.000001": "0.000001"]
        for (text, expected) in told { #expect(MicroDollars(text)?.description == expected) }
        #expect(MicroDollars(millionths: -50_000).description == "-0.05")
    }

    @Test("Days are told as dates")
    func days() {
        #expect(SpendDay(number: 0).description == "1970-01-01")
        #expect(SpendDay(number: 20_780).description == "2026-11-23")
    }
}
