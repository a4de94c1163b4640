// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON

/// Of all faults brought into correct reports, those that validation notices; and its alarms about correct ones.
struct CorruptionStudy {
    /// What validation may use besides the sheet.
    enum Aid: String, CaseIterable {
        case nothing = "by itself"
        case context = "with what the producer knows"
        /// Besides, a second model reads the sheet and makes no mistake, as with `--second-opinion always`.
        case secondReading = "with that and a second reading"
    }

    let title: String
    private let profile: ExtractionProfile?
    private let validator: ReportValidator
    private(set) var sheets = 0
    /// Correct sheets of which a check said that they are not.
    private(set) var falseAlarms = 0
    /// Correct sheets that go to a person because nothing on them vouches for their votes.
    private(set) var unvouched = 0
    private(set) var byKind: [CorruptionKind: DetectionRate] = [:]
    /// Of single fields only.
    private(set) var byField: [String: DetectionRate] = [:]

    init(title: String, profile: ExtractionProfile? = nil) {
        self.title = title
        self.profile = profile
        validator = ReportValidator(profile: profile)
    }

    /// Faults of a single field: the figure with the goal.
    var singleField: DetectionRate { byField.values.reduce(DetectionRate(), +) }

    /// Brings each fault into each report of a sheet in turn, or takes only every so many of them.
    mutating func add(_ sheet: SheetSample, knowing aid: Aid = .nothing, every step: Int = 1) throws {
        let context = aid == .nothing ? nil : sheet.context
        let correct = validator.validate(sheet.reports, context: context)
        sheets += 1
        falseAlarms += correct.failures.isEmpty ? 0 : 1
        unvouched += correct.comparesVotes ? 0 : 1
        for index in sheet.reports.indices {
            for (order, corruption) in try Corruption.all(of: sheet.reports[index], profile: profile).enumerated()
            where order % step == 0 {
                var corrupted = sheet.reports
                corrupted[index] = corruption.report
                let validation = validator.validate(corrupted, context: context)
                // Who looks at a sheet that is always shown to a person is not told where to look.
                let isCaught = correct.passed ? !validation.passed : !validation.failures.isEmpty
                count(corruption, isCaught || aid == .secondReading && !agrees(corrupted, sheet.reports))
            }
        }
    }

    /// Whether a second model that makes no mistake would read the same.
    private func agrees(_ reports: [TallyReport], _ others: [TallyReport]) -> Bool {
        SecondOpinion(model: "second", on: reports, other: others).agrees
    }

    private mutating func count(_ corruption: Corruption, _ isCaught: Bool) {
        byKind[corruption.kind, default: DetectionRate()].count(isCaught)
        guard corruption.kind.extent == .singleField else { return }
        byField[corruption.field, default: DetectionRate()].count(isCaught)
    }
}
