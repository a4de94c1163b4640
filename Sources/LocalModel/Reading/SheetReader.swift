// SPDX-License-Identifier: Apache-2.0

/// Turns the words of a sheet's pages into reports; answers nothing rather than guess.
enum SheetReader {
    static func reports(of pages: [PageText]) -> [SheetReport] {
        var reports: [SheetReport] = []
        var form: ThaiFormReader?
        for page in pages {
            if ThaiFormReader.isThai(page) {
                var reader = form ?? ThaiFormReader()
                if reader.beginsAnotherForm(page) {
                    reports += reader.finish()
                    reader = ThaiFormReader()
                }
                reader.read(page)
                form = reader
            } else {
                reports += EnglishSheetReader.reports(of: page)
            }
        }
        reports += form?.finish() ?? []
        return reports.filter(\.hasNumbers)
    }
}
