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
        for index in right.indices where partners[index] == nil && free.remove(index) != nil { partners[index] = index }
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
}
