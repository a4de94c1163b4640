// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Something says which sheet it is, it agrees with the earlier reports of the job and with its context,
    /// and it is not one of them again.
    ///
    /// The parts that a kind of sheet lacks are named in the detail and do not fail it. Details hold no text of the sheet.
    static let formIdentity = Check("form_identity", .completeness) { subject in
        let form = subject.report.formInfo
        let present = form.identity.filter { $0.text != nil }
        guard form.formType != nil || !present.isEmpty else {
            return .failed("form type, province, district and station are all missing", fields: ["form_info"])
        }
        let flaws = disagreements(subject).removingDuplicates()
        guard flaws.isEmpty else {
            return .failed("\(flaws.joined(separator: ", ")): differs from other pages or the context", fields: flaws)
        }
        guard !isRepeated(subject) else {
            let detail = "an earlier report has this form type; one form is one report"
            return .failed(detail, fields: ["form_info.form_type"])
        }
        let absent = form.identity.filter { $0.text == nil }.map(\.name)
        return .passed(absent.isEmpty ? "all parts present" : "not on the sheet: \(absent.joined(separator: ", "))")
    }

    /// Contests of one American precinct have no form type, and two of them may well look alike.
    private static func isRepeated(_ subject: CheckSubject) -> Bool {
        guard let type = subject.report.formInfo.formType else { return false }
        return subject.earlier.contains { $0.formInfo.formType == type }
    }

    private static func disagreements(_ subject: CheckSubject) -> [String] {
        let form = subject.report.formInfo
        var paths = form.disagreements(with: subject.context.form)
        for other in subject.earlier {
            paths += form.disagreements(with: other.formInfo)
            if let own = subject.voters.eligibleVoters, let others = other.voterStatistics.eligibleVoters, own != others
            {
                paths.append("voter_statistics.eligible_voters")
            }
        }
        return paths
    }
}
