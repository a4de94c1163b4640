// SPDX-License-Identifier: Apache-2.0

/// Writes numbers from 0 to 9,999,999 in words; the opposite of `NumberWords`, written apart from it.
struct NumberSpeller: Sendable {
    let name: String

    /// Every accepted way to write a number.
    let spellings: @Sendable (Int) -> [String]

    static let all: [NumberSpeller] = [.thai, .english, .indonesian, .portuguese, .thaiDigits]

    static let thaiDigits = NumberSpeller(name: "Thai digits") { number in
        let digits = Array("๐๑๒๓๔๕๖๗๘๙")
        return [String(String(number).map { digits[Int(String($0)) ?? 0] })]
    }
}
