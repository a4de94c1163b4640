// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite("Groups of checks")
struct CheckGroupTests {
    @Test("Each group has rules, and each rule is known by its name")
    func partition() {
        let groups = ReportValidator().groups
        #expect(Set(groups.values) == Set(CheckGroup.allCases))
        #expect(groups.count == Check.all.count)
    }

    @Test("A form without what a group needs has no verdict of it")
    func notApplicable() {
        let checks = [
            ValidationCheck(rule: "ballot_match", reportIndex: 1, outcome: .notApplicable, detail: ""),
            ValidationCheck(rule: "turnout_match", reportIndex: 1, outcome: .failed, detail: ""),
            ValidationCheck(rule: "turnout_limit", reportIndex: 0, outcome: .passed, detail: ""),
        ]
        let verdicts = ValidationReport(checks: checks, hasData: true, comparesVotes: true)
            .verdicts(on: [], groups: ReportValidator().groups)
        #expect(verdicts.map(\.group) == [.turnout, .turnout] && verdicts.map(\.form) == [0, 1])
    }
}
