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

    /// Beyond so many comparisons of names, no row is known by a misread one: sheets have some dozens of rows.
    private static let maximumComparisons = 100_000

    init(_ right: [JSONValue], _ read: [JSONValue]) {
        var partners = Partners(right.count, read.count)
        let names = (right: right.map(Self.name), read: read.map(Self.name))
        partners.match(right.map(Self.number), read.map(Self.number))
        partners.match(names.right, names.read)
        partners.matchAlike(names.right, names.read, atMost: Self.maximumComparisons)
        partners.matchRest()
        pairs =
            right.indices.map { index in Pair(expected: right[index], actual: partners.of[index].map { read[$0] }) }
            + partners.free.sorted().map { Pair(expected: nil, actual: read[$0]) }
    }

    private static func number(_ row: JSONValue) -> String? { row["number"]?.intValue.map { "\($0)" } }

    private static func name(_ row: JSONValue) -> String? {
        let name = SheetCell.plain(row["candidate_name"] ?? .null)
        let text = name.isEmpty ? SheetCell.plain(row["party_name"] ?? .null) : name
        return text.isEmpty ? nil : text
    }
}

/// Which of two lists' places belong together, as far as that is known.
private struct Partners {
    /// By places of the first list.
    private(set) var of: [Int?]
    /// Places of the second list that belong to none.
    private(set) var free: Set<Int>

    init(_ first: Int, _ second: Int) {
        of = Array(repeating: nil, count: first)
        free = Set(0..<second)
    }

    private var lonely: [Int] { of.indices.filter { of[$0] == nil } }

    private mutating func join(_ index: Int, _ partner: Int) {
        of[index] = partner
        free.remove(partner)
    }

    /// By keys that are the same.
    mutating func match(_ first: [String?], _ second: [String?]) {
        var byKey: [String: Int] = [:]
        for (index, key) in second.enumerated() where free.contains(index) {
            if let key, byKey[key] == nil { byKey[key] = index }
        }
        for index in lonely {
            guard let partner = first[index].flatMap({ byKey[$0] }), free.contains(partner) else { continue }
            join(index, partner)
        }
    }

    /// By names that are the same but for misread letters.
    mutating func matchAlike(_ first: [String?], _ second: [String?], atMost maximum: Int) {
        let named = lonely.filter { first[$0] != nil }
        var others = free.sorted().compactMap { index in
            second[index].map { (index: index, pairs: Self.letterPairs($0)) }
        }
        guard !others.isEmpty, named.count <= maximum / others.count else { return }
        for index in named {
            let pairs = Self.letterPairs(first[index] ?? "")
            let likenesses = others.indices.map { (place: $0, likeness: Self.likeness(pairs, others[$0].pairs)) }
            guard let best = likenesses.max(by: { $0.likeness < $1.likeness }), best.likeness >= 0.6 else { continue }
            join(index, others.remove(at: best.place).index)
        }
    }

    /// What is left has its place only; with a row missing that says nothing.
    mutating func matchRest() {
        let lonely = lonely
        guard lonely.count == free.count else { return }
        for (index, partner) in zip(lonely, free.sorted()) { join(index, partner) }
    }

    /// Dice's coefficient.
    private static func likeness(_ first: Set<String>, _ second: Set<String>) -> Double {
        guard !first.isEmpty, !second.isEmpty else { return 0 }
        return 2 * Double(first.intersection(second).count) / Double(first.count + second.count)
    }

    /// The pairs of neighbouring letters.
    private static func letterPairs(_ text: String) -> Set<String> {
        Set(zip(text, text.dropFirst()).map { "\($0)\($1)" })
    }
}
