// SPDX-License-Identifier: Apache-2.0

import Extraction

/// A report with one fault that a bad reading would bring into it.
struct Corruption {
    let kind: CorruptionKind

    /// The member that is wrong, such as `vote_count`.
    let field: String

    let report: TallyReport

    /// Every corruption of a report; what leaves the report as it was is none.
    static func all(of report: TallyReport, profile: ExtractionProfile?) throws -> [Corruption] {
        (try misreadNumbers(of: report, profile) + misplacedRows(of: report)).filter { $0.report != report }
    }
}
