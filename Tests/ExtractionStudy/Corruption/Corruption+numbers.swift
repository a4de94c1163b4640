// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON

extension Corruption {
    /// Each number of the report misread in every way.
    static func misreadNumbers(of report: TallyReport, _ profile: ExtractionProfile?) throws -> [Corruption] {
        try variants(of: report.json, field: "$").map {
            Corruption(kind: $0.kind, field: $0.field, report: try TallyReport(json: $0.json, profile: profile))
        }
    }

    private typealias Variant = (field: String, kind: CorruptionKind, json: JSONValue)

    private static func variants(of json: JSONValue, field: String) -> [Variant] {
        switch json {
        case .integer(let number):
            let misread = readings(of: Int(number)).map {
                (field, $0.kind, JSONValue.integer(Int64($0.value)))
            }
            return misread + [(field, .lostNumber, .null)]
        case .array(let items):
            return items.indices.flatMap { index in
                variants(of: items[index], field: field).map { variant in
                    var changed = items
                    changed[index] = variant.json
                    return (variant.field, variant.kind, .array(changed))
                }
            }
        case .object(let members):
            return members.flatMap { key, value in
                variants(of: value, field: key).map { variant in
                    var changed = members
                    changed[key] = variant.json
                    return (variant.field, variant.kind, .object(changed))
                }
            }
        default:
            return []
        }
    }

    /// What a number's digits may be taken for, each number once.
    private static func readings(of number: Int) -> [(kind: CorruptionKind, value: Int)] {
        let digits = Array(String(number))
        var texts: [(kind: CorruptionKind, digits: [Character])] = []
        for index in digits.indices {
            for other in "0123456789" where other != digits[index] {
                texts.append(
                    (kind(digits[index], other), replacing(index...index, of: digits, with: [other]))
                )
            }
            texts.append((.droppedDigit, replacing(index...index, of: digits, with: [])))
            texts.append(
                (.doubledDigit, replacing(index...index, of: digits, with: [digits[index], digits[index]]))
            )
            guard index > 0 else { continue }
            let swapped = [digits[index], digits[index - 1]]
            texts.append((.swappedDigits, replacing((index - 1)...index, of: digits, with: swapped)))
        }
        return texts.compactMap { text in Int(String(text.digits)).map { (text.kind, $0) } }
    }

    private static func kind(_ digit: Character, _ other: Character) -> CorruptionKind {
        switch Set([digit, other]) {
        case ["1", "7"]: .oneOrSeven
        case ["5", "6"]: .fiveOrSix
        default: .otherDigit
        }
    }

    private static func replacing(
        _ range: ClosedRange<Int>,
        of digits: [Character],
        with new: [Character]
    ) -> [Character] {
        var changed = digits
        changed.replaceSubrange(range, with: new)
        return changed
    }
}
