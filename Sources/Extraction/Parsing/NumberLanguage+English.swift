// SPDX-License-Identifier: Apache-2.0

extension NumberLanguage {
    static let english = NumberLanguage(
        groupLimit: 1_000,
        [
            "zero": [.digit(0)],
            "one": [.digit(1)],
            "two": [.digit(2)],
            "three": [.digit(3)],
            "four": [.digit(4)],
            "five": [.digit(5)],
            "six": [.digit(6)],
            "seven": [.digit(7)],
            "eight": [.digit(8)],
            "nine": [.digit(9)],
            "ten": [.term(10, below: 1)],
            "eleven": [.term(11, below: 1)],
            "twelve": [.term(12, below: 1)],
            "thirteen": [.term(13, below: 1)],
            "fourteen": [.term(14, below: 1)],
            "fifteen": [.term(15, below: 1)],
            "sixteen": [.term(16, below: 1)],
            "seventeen": [.term(17, below: 1)],
            "eighteen": [.term(18, below: 1)],
            "nineteen": [.term(19, below: 1)],
            "twenty": [.term(20, below: 10)],
            "thirty": [.term(30, below: 10)],
            "forty": [.term(40, below: 10)],
            "fifty": [.term(50, below: 10)],
            "sixty": [.term(60, below: 10)],
            "seventy": [.term(70, below: 10)],
            "eighty": [.term(80, below: 10)],
            "ninety": [.term(90, below: 10)],
            "hundred": [.place(100, .required)],
            "a hundred": [.place(100, .included)],
            "thousand": [.group(1_000, .required)],
            "a thousand": [.group(1_000, .included)],
            "million": [.group(1_000_000, .required)],
            "a million": [.group(1_000_000, .included)],
            "and": [.and],
        ]
    )
}
