// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMExperiments

/// One sheet: its pages beside what is on it and what each model read.
struct SheetSection {
    let anchor: String
    let result: RecordResult
    let file: ExperimentFile
    let pictures: [String]
    let problem: String?

    var html: String {
        let id = HTMLText.escaped(result.recordID)
        return """
            <section class="sheet" id="\(anchor)">
            <h2>\(id)</h2>
            \(verdicts)
            <div class="beside">
            <div class="pages">\(pages)</div>
            <div class="fields">\(fields)</div>
            </div>
            </section>
            """
    }

    private var verdicts: String {
        let items = file.entries.map { entry -> String in
            let verdict = entry.verdict(of: result.recordID)
            let own = entry.run.results.first { $0.recordID == result.recordID }
            let time = own.map { " in \(FigureText.number($0.milliseconds / 1000)) s" } ?? ""
            let error = own?.error.map { ": \(HTMLText.escaped($0.message))" } ?? ""
            let text = "<span class=\"\(verdict.css)\">\(HTMLText.escaped(verdict.text))</span>"
            return "<li>\(HTMLText.escaped(entry.name)): \(text)\(time)\(error)</li>"
        }
        return "<ul>\(items.joined())</ul>"
    }

    private var pages: String {
        let images = pictures.enumerated().map { index, uri in
            "<img src=\"\(uri)\" alt=\"Page \(index + 1) of the sheet\" loading=\"lazy\">"
        }
        return images.joined(separator: "\n") + (problem.map { "<p class=\"none\">\(HTMLText.escaped($0))</p>" } ?? "")
    }

    /// What differs, then all.
    private var fields: String {
        let rows = FieldRows(
            file.entries.map { entry in
                entry.run.results.first { $0.recordID == result.recordID }.map {
                    SheetComparison(expected: $0.expectedOutput, output: $0.output).cells
                }
            }
        ).rows
        let wrong = rows.filter(\.isWrong)
        let groups = SheetCell.Group.allCases.map { group in (group.title, wrong.filter { $0.group == group }) }
        let reports = Dictionary(grouping: rows, by: \.report).sorted { $0.key < $1.key }
        return """
            <h3>\(wrong.isEmpty ? "Every scored field is right" : "What differs: \(wrong.count) of \(rows.count) fields")</h3>
            \(wrong.isEmpty ? "" : table(groups))
            <details><summary>All \(rows.count) fields</summary>
            \(table(reports.map { (reports.count > 1 ? "Report \($0.key + 1)" : "", $0.value) }))
            </details>
            """
    }

    private func table(_ parts: [(title: String, rows: [FieldRows.Row])]) -> String {
        let heads = file.entries.map { "<th scope=\"col\">\(HTMLText.escaped($0.name))</th>" }.joined()
        let bodies = parts.filter { !$0.rows.isEmpty }.map { part -> String in
            let title =
                part.title.isEmpty
                ? "" : "<tr><th class=\"part\" colspan=\"\(file.entries.count + 2)\">\(part.title)</th></tr>"
            return title + part.rows.map(row).joined(separator: "\n")
        }
        return """
            <div class="wide"><table>
            <thead><tr><th scope="col">Field</th><th scope="col">On the sheet</th>\(heads)</tr></thead>
            <tbody>\(bodies.joined(separator: "\n"))</tbody></table></div>
            """
    }

    private func row(_ row: FieldRows.Row) -> String {
        let cells = row.cells.map { cell -> String in
            guard let cell else { return "<td class=\"none\">—</td>" }
            let value = HTMLText.value(cell.actual)
            guard cell.isScored else { return "<td class=\"none\" title=\"not scored\">\(value)</td>" }
            // Not by colour alone.
            return cell.isRight ? "<td>\(value)</td>" : "<td class=\"wrong\">✗ \(value)</td>"
        }
        return
            "<tr\(row.isWrong ? " class=\"differs\"" : "")><th scope=\"row\" title=\"\(HTMLText.escaped(row.path))\">"
            + "<bdi>\(HTMLText.escaped(row.label))</bdi>\(row.place)</th><td>\(HTMLText.value(row.expected))</td>\(cells.joined())</tr>"
    }
}

/// The fields of one sheet in all runs, row by row.
struct FieldRows {
    /// One field.
    struct Row {
        let path: String
        let label: String
        let expected: JSONValue
        let group: SheetCell.Group
        /// By run; nil where the run has nothing to say of the field.
        let cells: [SheetCell?]

        /// Whether any run has read it wrong.
        var isWrong: Bool { cells.contains { $0.map { $0.isScored && !$0.isRight } ?? false } }

        /// The report's place, from 0.
        var report: Int {
            path.hasPrefix("[") ? Int(path.dropFirst().prefix { $0.isNumber }) ?? 0 : 0
        }

        /// Which of several reports the field is in, as HTML.
        var place: String {
            path.hasPrefix("[") ? " <span class=\"none\">in report \(report + 1)</span>" : ""
        }
    }

    let rows: [Row]

    /// - Parameter cells: By run; nil for one without the sheet.
    init(_ cells: [[SheetCell]?]) {
        let byPath = cells.map { Dictionary(($0 ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first }) }
        var seen: Set<String> = []
        rows = cells.compactMap { $0 }.joined().filter { seen.insert($0.path).inserted }.map { cell in
            Row(
                path: cell.path,
                label: cell.label,
                expected: cell.expected,
                group: cell.group,
                cells: byPath.map { $0[cell.path] }
            )
        }
    }
}
