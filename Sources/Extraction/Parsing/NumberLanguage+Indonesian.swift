// SPDX-License-Identifier: Apache-2.0

extension NumberLanguage {
    static let indonesian = NumberLanguage(
        groupLimit: 1_000,
        [
            "nol": [.digit(0)],
            "kosong": [.digit(0)],
            "satu": [.digit(1)],
            "dua": [.digit(2)],
            "tiga": [.digit(3)],
            "empat": [.digit(4)],
            "lima": [.digit(5)],
            "enam": [.digit(6)],
            "tujuh": [.digit(7)],
            "delapan": [.digit(8)],
            "sembilan": [.digit(9)],
            "sepuluh": [.term(10, below: 1)],
            "sebelas": [.term(11, below: 1)],
            "belas": [.teen],
            "puluh": [.place(10, .required)],
            "ratus": [.place(100, .required)],
            "seratus": [.place(100, .included)],
            "ribu": [.group(1_000, .required)],
            "seribu": [.group(1_000, .included)],
            "juta": [.group(1_000_000, .required)],
            "sejuta": [.group(1_000_000, .included)],
        ]
    )
}
