// SPDX-License-Identifier: Apache-2.0

/// The many ways in which the same Thai letters are encoded.
enum ThaiSpelling {
    private static let nikhahit: Unicode.Scalar = "\u{0E4D}"
    private static let saraAa: Unicode.Scalar = "\u{0E32}"
    private static let saraAm: Unicode.Scalar = "\u{0E33}"
    private static let saraE: Unicode.Scalar = "\u{0E40}"
    private static let saraAe: Unicode.Scalar = "\u{0E41}"

    /// The text without invisible characters, with composed vowels, and with a vowel sign before its tone mark.
    static func canonical(_ text: String) -> [Unicode.Scalar] {
        var output: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where !scalar.isInvisible {
            append(scalar, to: &output)
        }
        return output
    }

    private static func append(_ scalar: Unicode.Scalar, to output: inout [Unicode.Scalar]) {
        let last = output.last
        if scalar == saraE, last == saraE {
            output[output.count - 1] = saraAe
        } else if scalar == saraAa, let index = nikhahitIndex(output) {
            output.remove(at: index)
            output.append(saraAm)
        } else if let last, isTone(last), isVowelSign(scalar) {
            output.insert(scalar, at: output.count - 1)
        } else if scalar != last || !(isTone(scalar) || isVowelSign(scalar)) {
            output.append(scalar)
        }
    }

    /// The place of a nikhahit that the next letter makes a sara am of: last, or before a tone mark.
    private static func nikhahitIndex(_ output: [Unicode.Scalar]) -> Int? {
        guard let last = output.last else { return nil }
        if last == nikhahit { return output.count - 1 }
        guard isTone(last), output.dropLast().last == nikhahit else { return nil }
        return output.count - 2
    }

    private static func isTone(_ scalar: Unicode.Scalar) -> Bool {
        (0x0E48...0x0E4B).contains(scalar.value)
    }

    private static func isVowelSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47, 0x0E4D: true
        default: false
        }
    }
}
