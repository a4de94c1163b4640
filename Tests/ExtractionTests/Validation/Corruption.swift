// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import Extraction

/// One number of a report changed as a bad reading would change it.
struct Corruption {
    enum Kind: String, CaseIterable {
        case changedDigit = "one digit changed"
        case droppedDigit = "one digit dropped"
        case doubledDigit = "one digit doubled"
        case swappedDigits = "two digits swapped"
        case lost = "number lost"
    }

    let kind: Kind

    /// The member that was changed, such as `vote_count`.
    let field: String
    private let json: JSONValue

    /// Every corruption of every number of a report.
    static func all(of report: TallyReport) -> [Corruption] {
        variants(of: report.json, field: "$").map { Corruption(kind: $0.kind, field: $0.field, json: $0.json) }
    }

    func report() throws -> TallyReport {
        try TallyReport(json: json)
    }

    private typealias Variant = (field: String, kind: Kind, json: JSONValue)

    private static func variants(of json: JSONValue, field: String) -> [Variant] {
        switch json {
        case .integer(let number):
            return misreadings(of: Int(number)).map { (field, $0.kind, .integer(Int64($0.value))) } + [
                (field, .lost, .null)
            ]
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

    private static func misreadings(of number: Int) -> [(kind: Kind, value: Int)] {
        let digits = Array(String(number))
        var texts: [(kind: Kind, digits: [Character])] = []
        for index in digits.indices {
            for other in "0123456789" {
                texts.append((.changedDigit, replacing(index...index, of: digits, with: [other])))
            }
            texts.append((.droppedDigit, replacing(index...index, of: digits, with: [])))
            texts.append((.doubledDigit, replacing(index...index, of: digits, with: [digits[index], digits[index]])))
            guard index > 0 else { continue }
            let swapped = [digits[index], digits[index - 1]]
            texts.append((.swappedDigits, replacing((index - 1)...index, of: digits, with: swapped)))
        }
        let values = texts.compactMap { text in Int(String(text.digits)).map { (kind: text.kind, value: $0) } }
        return values.filter { $0.value != number }
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
