// SPDX-License-Identifier: Apache-2.0

import Extraction

/// A report with one fault that a bad reading would bring into it.
struct Corruption {
    let kind: CorruptionKind

    /// The member that is wrong, such as `vote_count`.
    let field: String

    let report: TallyReport

    /// Every corruption of a report; what leaves the report saying what it said is none.
    static func all(of report: TallyReport, profile: ExtractionProfile?) throws -> [Corruption] {
        let said = meaning(of: report)
        let changed = try misreadNumbers(of: report, profile) + misplacedRows(of: report)
        return changed.filter { meaning(of: $0.report) != said }
    }

    /// The report with its number words as digits: how they are spelled is not what they say.
    private static func meaning(of report: TallyReport) -> TallyReport {
        var report = report
        for row in report.voteResults.indices {
            guard let words = report.voteResults[row].voteCountText else { continue }
            report.voteResults[row].voteCountText = NumberWords.value(of: words).map { "\($0)" } ?? words
        }
        return report
    }
}
