// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMExperiments
import LLMObservability

/// An experiment as one HTML file that needs nothing else: figures on top, then each sheet beside what was read.
struct ExperimentPage {
    let file: ExperimentFile

    private static let maximumSheets = 1_000

    /// The page's text; pictures come from the sheets' folder.
    func html() async -> String {
        let pictures = PagePictures(folder: file.folder)
        var sections: [String] = []
        for (index, result) in results.prefix(Self.maximumSheets).enumerated() {
            let (uris, problem) = await pictures.pictures(of: result.input)
            let anchor = Self.anchor(index)
            let section = SheetSection(anchor: anchor, result: result, file: file, pictures: uris, problem: problem)
            sections.append(section.html)
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(PageStyle.css)
            </style>
            </head>
            <body>
            <header>
            <h1>\(HTMLText.escaped(title))</h1>
            <p>\(HTMLText.escaped(subtitle))</p>
            </header>
            <main>
            \(SummarySection(file: file).html)
            \(overview)
            \(sections.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    /// A name for links to the section at this place; it holds nothing of the sheet's id.
    private static func anchor(_ index: Int) -> String { "sheet-\(index)" }

    private var title: String { "Experiment on \(file.entries.first?.run.reference.dataset ?? "nothing")" }

    private var subtitle: String {
        let end = file.entries.map(\.run.endedAt).max() ?? 0
        let date = Date(timeIntervalSince1970: Double(end) / 1000).formatted(.iso8601)
        let models = file.entries.map(\.name).joined(separator: " against ")
        return "\(models); \(results.count) sheets; \(date); vote-extractor \(Version.current)"
    }

    /// The first run's, then those that only others have.
    private var results: [RecordResult] {
        var seen: Set<String> = []
        return file.entries.flatMap(\.run.results).filter { seen.insert($0.recordID).inserted }
    }

    private var overview: String {
        let rows = results.prefix(Self.maximumSheets).enumerated().map { index, result in
            let verdicts = file.entries.map { entry -> String in
                let verdict = entry.verdict(of: result.recordID)
                return "<td class=\"\(verdict.css)\">\(HTMLText.escaped(verdict.text))</td>"
            }
            let id = HTMLText.escaped(result.recordID)
            return "<tr><th scope=\"row\"><a href=\"#\(Self.anchor(index))\">\(id)</a></th>\(verdicts.joined())</tr>"
        }
        let heads = file.entries.map { "<th scope=\"col\">\(HTMLText.escaped($0.name))</th>" }.joined()
        return """
            <section>
            <h2>Sheets</h2>
            <p>Accepted sheets passed the checks and went on without a person; what is accepted and wrong is the harm.</p>
            <div class="wide"><table><thead><tr><th scope="col">Sheet</th>\(heads)</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
            </section>
            """
    }
}

extension ExperimentFile.Entry {
    /// What became of a sheet, and how it is coloured.
    func verdict(of id: String) -> (text: String, css: String) {
        guard let result = run.results.first(where: { $0.recordID == id }) else { return ("not run", "none") }
        guard case .categorical(let text) = result.evaluations["verdict"]?.judgement?.value else {
            return ("–", "none")
        }
        switch SheetVerdict(rawValue: text) {
        case .acceptedRight: return (text, "right")
        case .reviewRight: return (text, "right")
        case .acceptedWrong: return (text, "harm")
        default: return (text, "wrong")
        }
    }
}
