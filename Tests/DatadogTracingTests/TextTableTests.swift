// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite("The table of texts of version 0.5") struct TextTableTests {
    private func index(of text: String, in table: inout TextTable) -> Int {
        text.withBytes { table.index(of: $0) }
    }

    @Test func eachTextHasOneNumber() {
        var table = TextTable()
        let texts = (0..<2_000).map { "text \($0)" } + ["", "é", "e\u{301}", String(repeating: "x", count: 70_000)]
        let numbers = texts.map { index(of: $0, in: &table) }
        let again = texts.map { index(of: $0, in: &table) }
        // Two ways to write one letter are two texts.
        #expect(numbers == again && Set(numbers).count == texts.count && numbers[2_000] == 0)
        let count = table.count
        #expect(count == texts.count)
    }

    @Test func whatIsTakenBackIsForgotten() {
        var table = TextTable()
        let first = index(of: "first", in: &table)
        let (count, bytes) = (table.count, table.byteCount)
        for number in 0..<500 { _ = index(of: "later \(number)", in: &table) }
        table.truncate(to: count)
        let (countNow, bytesNow) = (table.count, table.byteCount)
        #expect(countNow == count && bytesNow == bytes)
        let (found, new) = (index(of: "first", in: &table), index(of: "later 7", in: &table))
        #expect(found == first && new == count)
    }
}
