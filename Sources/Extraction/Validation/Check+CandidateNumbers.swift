// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Numbers are unique and positive; they run from 1 without a gap, or are those of the producer's list.
    ///
    /// The rows of a sheet that prints no numbers are looked for on that list by their names.
    static let candidateNumbers = Check("candidate_numbers", .votes) { subject in
        let numbers = subject.rows.compactMap(\.number)
        guard !numbers.isEmpty || subject.report.formInfo.formType != nil else { return unnumbered(subject) }
        guard !numbers.isEmpty || subject.listed != nil else { return .notApplicable("no row has a number") }
        let flaws = numberFlaws(subject) + nameFlaws(subject)
        guard flaws.isEmpty else {
            return .failed(BoundedList.text(flaws.map(\.text)), fields: flaws.map(\.path).removingDuplicates())
        }
        let missing = subject.rows.count - numbers.count
        guard missing == 0 else { return .notApplicable("\(missing) rows have no number") }
        return .passed("\(numbers.count) numbers")
    }

    private typealias Flaw = (path: String, text: String)

    private static func numberFlaws(_ subject: CheckSubject) -> [Flaw] {
        var flaws: [Flaw] = []
        var seen: Set<Int> = []
        let listed = subject.listed.map { Set($0.map(\.number)) }
        let highest = subject.rows.count
        for (row, result) in subject.rows.enumerated() {
            guard let number = result.number else { continue }
            let path = "vote_results[\(row)].number"
            if number < 1 {
                flaws.append((path, "row \(row): number \(number) is not positive"))
            } else if !seen.insert(number).inserted {
                flaws.append((path, "row \(row): number \(number) comes twice"))
            } else if let listed, !listed.contains(number) {
                flaws.append((path, "row \(row): number \(number) is not on the job's list"))
            } else if listed == nil, number > highest {
                flaws.append((path, "row \(row): number \(number) among \(highest) rows leaves a gap"))
            }
        }
        if let listed, let absent = listed.subtracting(seen).min() {
            let count = listed.subtracting(seen).count
            flaws.append(("vote_results", "\(count) numbers of the job's list are missing, the first is \(absent)"))
        }
        return flaws
    }

    private static func nameFlaws(_ subject: CheckSubject) -> [Flaw] {
        guard let listed = subject.listed else { return [] }
        let byNumber = Dictionary(listed.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        return subject.rows.enumerated().compactMap { row, result in
            guard let number = result.number, let choice = byNumber[number] else { return nil }
            guard let member = choice.disagreement(with: result) else { return nil }
            return ("vote_results[\(row)].\(member)", "row \(row): \(member) differs from the job's list")
        }
    }
}
