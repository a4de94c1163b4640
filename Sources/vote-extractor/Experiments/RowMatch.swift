// SPDX-License-Identifier: Apache-2.0

import JSON

/// Which row that was read is which row of the sheet.
struct RowMatch {
    /// A row of the sheet, one that was read, or both.
    struct Pair {
        let expected: JSONValue?
        let actual: JSONValue?
    }

    /// The sheet's rows in their order, then those that it does not have.
    let pairs: [Pair]

    init(_ right: [JSONValue], _ read: [JSONValue]) {
        var partners = [Int?](repeating: nil, count: right.count)
        var free = Set(read.indices)
        for key in [Self.number, Self.name] {
            let byKey = Dictionary(
                read.indices.filter(free.contains).compactMap { index in key(read[index]).map { ($0, index) } },
                uniquingKeysWith: { first, _ in first }
            )
            for index in right.indices where partners[index] == nil {
                guard let partner = key(right[index]).flatMap({ byKey[$0] }), free.remove(partner) != nil else {
                    continue
                }
                partners[index] = partner
            }
        }
        for index in right.indices where partners[index] == nil {
            partners[index] = Self.mostAlike(right[index], free.sorted().map { ($0, read[$0]) })
            if let partner = partners[index] { free.remove(partner) }
        }
        // What is left has its place only; with a row missing that says nothing.
        let lonely = right.indices.filter { partners[$0] == nil }
        if lonely.count == free.count {
            for (index, partner) in zip(lonely, free.sorted()) { partners[index] = partner }
            free = []
        }
        pairs =
            right.indices.map { Pair(expected: right[$0], actual: partners[$0].map { read[$0] }) }
            + free.sorted().map { Pair(expected: nil, actual: read[$0]) }
    }

    private static let number: @Sendable (JSONValue) -> String? = { row in row["number"]?.intValue.map { "\($0)" } }

    private static let name: @Sendable (JSONValue) -> String? = { row in
        let name = SheetCell.plain(row["candidate_name"] ?? .null)
        let text = name.isEmpty ? SheetCell.plain(row["party_name"] ?? .null) : name
        return text.isEmpty ? nil : text
    }

    /// The row whose name is the same but for misread letters.
    private static func mostAlike(_ row: JSONValue, _ others: [(index: Int, row: JSONValue)]) -> Int? {
        guard let name = name(row) else { return nil }
        let alike = others.compactMap { index, other in
            Self.name(other).map { (index: index, likeness: likeness(name, $0)) }
        }
        guard let best = alike.max(by: { $0.likeness < $1.likeness }), best.likeness >= 0.6 else { return nil }
        return best.index
    }

    /// Dice's coefficient of the pairs of neighbouring letters.
    private static func likeness(_ left: String, _ right: String) -> Double {
        let (first, second) = (letterPairs(left), letterPairs(right))
        guard !first.isEmpty, !second.isEmpty else { return 0 }
        return 2 * Double(first.intersection(second).count) / Double(first.count + second.count)
    }

    private static func letterPairs(_ text: String) -> Set<String> {
        Set(zip(text, text.dropFirst()).map { "\($0)\($1)" })
    }
}
