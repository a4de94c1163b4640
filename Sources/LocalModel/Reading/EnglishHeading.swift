// SPDX-License-Identifier: Apache-2.0

/// Date, county, state and precinct from the first rows of an English sheet.
struct EnglishHeading: Sendable {
    private(set) var date: String?
    private(set) var county: String?
    private(set) var state: String?
    private(set) var precinct: String?

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    init(_ rows: some Sequence<TextRow>) {
        for row in rows {
            let words = row.words.map(\.text)
            date = date ?? Self.date(in: words)
            readCounty(words)
            precinct = precinct ?? Self.precinct(in: words)
        }
    }

    /// `November 3, 2020` as `2020-11-03`.
    private static func date(in words: [String]) -> String? {
        for index in words.indices.dropLast(2) {
            guard
                let month = months.firstIndex(of: words[index].lowercased()),
                let day = NumberText.value(words[index + 1]), (1...31).contains(day),
                let year = NumberText.value(words[index + 2]), (1_900...2_200).contains(year)
            else { continue }
            return "\(year)-\(padded(month + 1))-\(padded(day))"
        }
        return nil
    }

    private static func padded(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    /// `Wasatch County, Utah`.
    private mutating func readCounty(_ words: [String]) {
        guard
            county == nil,
            let index = words.firstIndex(where: { $0.lowercased().filter(\.isLetter) == "county" }), index > 0
        else { return }
        county = words[index - 1] + " " + words[index].filter(\.isLetter)
        if words[index].hasSuffix(","), index + 1 < words.count {
            let rest = words[(index + 1)...].drop { ["state", "of"].contains($0.lowercased()) }
            state = rest.isEmpty ? nil : rest.joined(separator: " ")
        }
    }

    /// `Summary For Heber South 10, All Counters`, `Precinct 27 - Town Library`, `Polling Station No. 4`.
    private static func precinct(in words: [String]) -> String? {
        let lower = words.map { $0.lowercased().filter { $0.isLetter } }
        if let index = lower.firstIndex(of: "for"), index > 0, lower[index - 1] == "summary" {
            return name(from: words[(index + 1)...])
        }
        guard let first = lower.first else { return nil }
        if first == "precinct", words[0].hasSuffix(":") {
            return name(from: words[1...])
        }
        if first == "precinct", words.count > 1, words[1].contains(where: \.isNumber) {
            return words.joined(separator: " ")
        }
        if first == "polling", lower.count > 2, ["station", "place", "unit"].contains(lower[1]) {
            return name(from: words[2...].drop { ["no.", "no", "number", "number:", ":"].contains($0.lowercased()) })
        }
        return nil
    }

    /// The words up to the first comma.
    private static func name(from words: ArraySlice<String>) -> String? {
        var parts: [String] = []
        for word in words {
            parts.append(word.hasSuffix(",") ? String(word.dropLast()) : word)
            if word.hasSuffix(",") { break }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
