// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import TestSupport
import Testing

/// Real scans, which are no part of the package.
enum RealSheets {
    static let folder = PackageRoot.path + "/../shared/sheets"
    static let isPresent = FileManager.default.fileExists(atPath: folder)
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { [".jpg", ".png", ".pdf"].contains($0.suffix(4)) }
}

@Suite(.enabled(if: RealSheets.isPresent, "needs the folder of real sheets beside the package"))
struct SheetTests {
    @Test(arguments: RealSheets.names)
    func becomesPages(name: String) async throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(RealSheets.folder)/\(name)")))
        let pages = try await ImagePreparer().prepare(bytes, name: name)
        #expect(pages.count == 1)
        let page = try #require(pages.first)
        #expect(page.mediaType == (name.hasSuffix(".pdf") ? .pdf : .jpeg))
        #expect(max(page.width, page.height) <= 2048)
        #expect(min(page.width, page.height) >= 500)
    }
}
