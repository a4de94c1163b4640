// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("*", "", true), ("*", "anything", true), ("?", "", false), ("?", "ü", true),
        ("web", "WEB", true), ("WEB", "web", true), ("web", "webs", false), ("web*", "web", true), ("*b", "web", true),
        ("w?b", "web", true), ("w?b", "wb", false), ("w*b", "wb", true), ("*.*", "a.b", true), ("a*b*c", "aXbYc", true),
        ("a*b*c", "acb", false), ("**?", "x", true), ("?*?", "x", false), ("[ab]", "a", false), ("a\\*", "a\\bc", true),
        ("*ab", "aab", true), ("*aab", "aaab", true), ("票*", "票根", true), ("Ü?", "üx", true),
    ])
    func examples(pattern: String, text: String, matches: Bool) {
        #expect(GlobPattern(pattern).matches(text) == matches)
    }

    @Test(arguments: 0..<20) func randomPatternsMatchAsTheDefinitionSays(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let pattern = Self.text(of: "aAb*?", 0...8, &generator)
            let text = Self.text(of: "abB", 0...10, &generator)
            let expected = Self.oracle(Array(pattern.lowercased())[...], Array(text.lowercased())[...])
            #expect(GlobPattern(pattern).matches(text) == expected, "\(pattern) on \(text)")
        }
    }

    @Test func manyStarsDoNotMultiplyTheWork() {
        // With backtracking over all stars this would not end in the age of the universe.
        let pattern = GlobPattern(String(repeating: "a*", count: 40) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 20_000)))
        #expect(pattern.matches(String(repeating: "a", count: 20_000) + "b"))
    }

    private static func text(
        of letters: String,
        _ length: ClosedRange<Int>,
        _ generator: inout SeededGenerator
    ) -> String {
        let count = Int.random(in: length, using: &generator)
        return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "a" })
    }

    /// The definition, word by word.
    private static func oracle(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return oracle(pattern.dropFirst(), text) || (!text.isEmpty && oracle(pattern, text.dropFirst()))
        }
        guard let letter = text.first, first == "?" || first == letter else { return false }
        return oracle(pattern.dropFirst(), text.dropFirst())
    }
}
