// SPDX-License-Identifier: Apache-2.0

import CTesseract

/// The language data Tesseract finds on this machine.
enum InstalledLanguages {
    /// The wanted languages split into installed and missing ones, both in the wanted order.
    static func partition(_ wanted: [String]) throws(LocalModelError) -> (installed: [String], missing: [String]) {
        let all = all()
        let installed = wanted.filter(all.contains)
        guard !installed.isEmpty else {
            throw LocalModelError(
                .languagesMissing,
                "None of the languages \(wanted.joined(separator: ", ")) is installed; install for instance "
                    + "tesseract-ocr-eng and tesseract-ocr-tha."
            )
        }
        return (installed, wanted.filter { !all.contains($0) })
    }

    private static func all() -> Set<String> {
        guard let handle = TessBaseAPICreate() else { return [] }
        defer { TessBaseAPIDelete(handle) }
        // Without language data only the data folder is set, which is all that listing needs.
        _ = TessBaseAPIInit3(handle, nil, "eng")
        defer { TessBaseAPIEnd(handle) }
        guard let names = TessBaseAPIGetAvailableLanguagesAsVector(handle) else { return [] }
        defer { TessDeleteTextArray(names) }
        var languages: Set<String> = []
        var index = 0
        while let name = names[index] {
            languages.insert(String(cString: name))
            index += 1
        }
        return languages
    }
}
