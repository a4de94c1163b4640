// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite("Groups of checks")
struct CheckGroupTests {
    @Test("Each rule is in one group")
    func partition() {
        let grouped = CheckGroup.allCases.flatMap(\.rules)
        #expect(grouped.count == Check.all.count)
        #expect(Set(grouped) == Set(Check.all.map(\.name)))
    }

    @Test("A form without what a group needs has no verdict of it")
    func notApplicable() {
        let checks = [
            ValidationCheck(rule: "ballot_match", reportIndex: 1, outcome: .notApplicable, detail: ""),
            ValidationCheck(rule: "turnout_match", reportIndex: 1, outcome: .failed, detail: ""),
            ValidationCheck(rule: "turnout_limit", reportIndex: 0, outcome: .passed, detail: ""),
        ]
        let verdicts = ValidationReport(checks: checks, hasData: true, comparesVotes: true).verdicts(on: [])
        #expect(verdicts.map(\.group) == [.turnout, .turnout] && verdicts.map(\.form) == [0, 1])
    }
}
