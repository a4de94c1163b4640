// SPDX-License-Identifier: Apache-2.0

import LLMExperiments

/// The figures of all runs, and how they differ.
struct SummarySection {
    let file: ExperimentFile

    var html: String {
        """
        <section>
        <h2>Summary</h2>
        <h3>Averages over sheets</h3>
        <p>In brackets the 95 % confidence interval: Wilson's for shares of yes, Student's t for means.</p>
        \(averages)
        <h3>Fields over all sheets</h3>
        <p>Right of all scored ones; then wrong, missing and invented ones. Fields of one sheet tend to go wrong \
        together, so that these counts have no interval.</p>
        \(fields)
        \(comparisons)
        </section>
        """
    }

    private var heads: String { file.entries.map { "<th scope=\"col\">\(HTMLText.escaped($0.name))</th>" }.joined() }

    private var averages: String {
        let summaries = file.entries.map { entry in
            Dictionary(entry.run.summaries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        }
        let rows = Set(summaries.flatMap(\.keys)).sorted().map { name in
            let cells = summaries.map { "<td>\(HTMLText.escaped($0[name].map(FigureText.summary) ?? "–"))</td>" }
            return "<tr><th scope=\"row\">\(HTMLText.escaped(name))</th>\(cells.joined())</tr>"
        }
        return table(head: "<th scope=\"col\">Evaluator</th>\(heads)", rows)
    }

    private var fields: String {
        let counts = file.entries.map { FieldAccuracy($0.run).counts }
        let rows = SheetCell.Group.allCases.filter { group in counts.contains { $0[group] != nil } }.map { group in
            "<tr><th scope=\"row\">\(group.title)</th>\(counts.map { cell($0[group]) }.joined())</tr>"
        }
        return table(head: "<th scope=\"col\">Fields</th>\(heads)", rows)
    }

    private func cell(_ count: FieldAccuracy.Count?) -> String {
        guard let count else { return "<td>–</td>" }
        return """
            <td>\(FieldText.count(count)) <span class="none">\(count.wrong) wrong, \(count.missing) missing, \
            \(count.invented) invented</span></td>
            """
    }

    private var comparisons: String {
        zip(file.entries.dropFirst(), file.comparisons).map { entry, comparison in
            let title = "\(entry.name) against \(file.entries[0].name)"
            let rows = comparison.evaluators.filter { $0.pairs > 0 }.map(row)
            return """
                <h3>\(HTMLText.escaped(title))</h3>
                <p>\(comparison.count(.improved)) sheets better, \(comparison.count(.regressed)) worse, \
                \(comparison.count(.mixed)) better and worse, \(comparison.count(.same)) the same. The difference is that \
                of the same sheets in both runs; p is that of the exact sign test.</p>
                \(table(head: Self.comparisonHead, rows))
                """
        }.joined(separator: "\n")
    }

    private static let comparisonHead = ["Evaluator", "Sheets", "Better", "Worse", "Same", "Difference", "p"]
        .map { "<th scope=\"col\">\($0)</th>" }.joined()

    private func row(_ evaluator: EvaluatorComparison) -> String {
        let cells = [
            "\(evaluator.pairs)", "\(evaluator.improved)", "\(evaluator.regressed)", "\(evaluator.same)",
            FigureText.difference(evaluator.difference), HTMLText.escaped(FigureText.chance(evaluator.pValue)),
        ]
        return "<tr><th scope=\"row\">\(HTMLText.escaped(evaluator.name))</th>"
            + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }

    private func table(head: String, _ rows: [String]) -> String {
        """
        <div class="wide"><table><thead><tr>\(head)</tr></thead>
        <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
        """
    }
}
