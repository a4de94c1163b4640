// SPDX-License-Identifier: Apache-2.0

extension NumberLanguage {
    static let thai = NumberLanguage(
        groupLimit: 1_000_000,
        [
            "ศูนย์": [.digit(0)],
            "หนึ่ง": [.digit(1)],
            "สอง": [.digit(2)],
            "สาม": [.digit(3)],
            "สี่": [.digit(4)],
            "ห้า": [.digit(5)],
            "หก": [.digit(6)],
            "เจ็ด": [.digit(7)],
            "แปด": [.digit(8)],
            "เก้า": [.digit(9)],
            "เอ็ด": [.finalOne],
            "ยี่สิบ": [.term(20, below: 10)],
            "สิบ": [.place(10, .optional)],
            // Colloquially a bare "พัน" and a digit may mean 1,500 as well as 1,005: only the hundred may lack its one.
            "ร้อย": [.place(100, .unlessFirst)],
            "พัน": [.place(1_000, .required)],
            "หมื่น": [.place(10_000, .required)],
            "แสน": [.place(100_000, .required)],
            "ล้าน": [.group(1_000_000, .required)],
        ]
    )
}
