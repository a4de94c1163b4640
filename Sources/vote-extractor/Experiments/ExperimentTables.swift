// SPDX-License-Identifier: Apache-2.0

import LLMExperiments

/// What a terminal shows of an experiment.
struct ExperimentTables {
    let file: ExperimentFile

    var lines: [String] {
        [Terminal.bold("Averages over sheets, with 95 % confidence intervals")] + averages.lines
            + ["", Terminal.bold("Fields over all sheets: right of all")] + fields.lines
            + zip(file.entries.dropFirst(), file.comparisons).flatMap { entry, comparison in
                ["", Terminal.bold("\(entry.name) against \(file.entries[0].name)")] + lines(of: comparison)
            } + errors
    }

    private var averages: TextTable {
        var table = TextTable([("EVALUATOR", .left)] + file.entries.map { ($0.name, .left) })
        let summaries = file.entries.map { entry in
            Dictionary(entry.run.summaries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
        for name in Set(summaries.flatMap(\.keys)).sorted() {
            table.append([name] + summaries.map { $0[name].map(FigureText.summary) ?? "–" })
        }
        return table
    }

    private var fields: TextTable {
        var table = TextTable([("FIELDS", .left)] + file.entries.map { ($0.name, .right) })
        let accuracies = file.entries.map { FieldAccuracy($0.run).counts }
        for group in SheetCell.Group.allCases where accuracies.contains(where: { $0[group] != nil }) {
            table.append([group.title] + accuracies.map { FieldText.count($0[group]) })
        }
        return table
    }

    private func lines(of comparison: RunComparison) -> [String] {
        var table = TextTable([
            ("EVALUATOR", .left), ("SHEETS", .right), ("BETTER", .right), ("WORSE", .right), ("SAME", .right),
            ("DIFFERENCE", .left), ("P", .right),
        ])
        for evaluator in comparison.evaluators where evaluator.pairs > 0 {
            table.append([
                evaluator.name, "\(evaluator.pairs)", "\(evaluator.improved)", "\(evaluator.regressed)",
                "\(evaluator.same)", FigureText.difference(evaluator.difference), FigureText.chance(evaluator.pValue),
            ])
        }
        return table.lines
    }

    /// Each error once, with the sheets that it befell.
    private var errors: [String] {
        let failed = file.entries.flatMap { entry in
            entry.run.results.compactMap { result in
                result.error.map { (kind: "\(entry.name): \($0.message)", sheet: result.recordID) }
            }
        }
        guard !failed.isEmpty else { return [] }
        let groups = Dictionary(grouping: failed, by: \.kind).sorted { $0.key < $1.key }
        return ["", Terminal.bold("Sheets that were not read")]
            + groups.prefix(20).flatMap { kind, failures in
                ["  \(kind)", "    \(failures.prefix(50).map(\.sheet).joined(separator: ", "))"]
            }
    }
}

/// Counts of fields as people read them.
enum FieldText {
    /// `83/86 (97 %)`
    static func count(_ count: FieldAccuracy.Count?) -> String {
        guard let count, count.total > 0 else { return "–" }
        return "\(count.right)/\(count.total) (\(Int((100 * Double(count.right) / Double(count.total)).rounded())) %)"
    }
}
