// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The article on settings tells every variable that the library reads, and no other.
@Suite struct SettingsTableTests {
    private let documentation = LibraryDocumentation(of: "DatadogTracing")

    @Test func theTableNamesWhatTheCodeReads() throws {
        let code = Set(try documentation.libraryCode.matches(of: /DD_[A-Z0-9_]+/).map { String($0.output) })
        let names = try documentation.article("Settings.md").split(separator: "\n").compactMap { line in
            line.firstMatch(of: /^\| `(DD_[A-Z0-9_]+)` \|/).map { String($0.output.1) }
        }
        #expect(code.count > 30)
        #expect(Set(names).count == names.count, "a variable has two rows")
        #expect(code.subtracting(names).sorted() == [], "not in Settings.md")
        #expect(Set(names).subtracting(code).sorted() == [], "only in Settings.md")
    }

    @Test func eachRowHasAllColumns() throws {
        for row in try documentation.article("Settings.md").split(separator: "\n") where row.hasPrefix("| `DD_") {
            let cells = row.replacing("\\|", with: "/").split(separator: "|", omittingEmptySubsequences: false)
            #expect(cells.count == 6 && !cells[1...4].contains { $0.allSatisfy { $0 == " " } }, "\(row)")
        }
    }
}
