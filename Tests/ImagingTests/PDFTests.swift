// SPDX-License-Identifier: Apache-2.0

import Imaging
import TestSupport
import Testing

@Suite(.enabled(if: Executable.path(of: "pdftoppm") != nil, "needs poppler-utils"))
struct PDFTests {
    private let preparer = ImagePreparer()
    private let text = "Precinct results, registered voters 812"

    @Test func picturesShowAlsoWhatHasText() async throws {
        let pages = try await preparer.pictures(TextPDF.bytes(pages: [text, text]), name: "results.pdf")
        #expect(pages.map(\.mediaType) == [.jpeg, .jpeg])
        #expect(pages.allSatisfy { MediaType.sniff($0.bytes) == .jpeg && $0.width > 500 })
    }

    @Test func passesThroughWhatHasTextOnEveryPage() async throws {
        let pdf = TextPDF.bytes(pages: [text, text])
        let pages = try await preparer.prepare(pdf, name: "results.pdf")
        let expected = PreparedPage(bytes: pdf, mediaType: .pdf, width: 595, height: 842, pageCount: 2)
        #expect(pages == [expected])
    }

    @Test func drawsAllPagesIfOneHasNoText() async throws {
        let pages = try await preparer.prepare(TextPDF.bytes(pages: [text, ""]), name: "results.pdf")
        #expect(pages.map(\.mediaType) == [.jpeg, .jpeg])
        // A4 at 200 dpi would be 2,339 pixels high.
        #expect(pages.allSatisfy { $0.height == 2048 && (1446...1449).contains($0.width) && $0.pageCount == 1 })
        #expect(pages.allSatisfy { MediaType.sniff($0.bytes) == .jpeg })
    }

    @Test(.enabled(if: Pillow.isInstalled, "\(Pillow.hint)"))
    func drawsScansUpToTheLimitOfPages() async throws {
        let code = """
            pages = [Image.new("L", (85, 110), 255)] * %
            pages[0].save(out, "PDF", resolution=100, save_all=True, append_images=pages[1:])
            """
        let twenty = try await Pillow.file(code.replacing("%", with: "20"))
        let pages = try await preparer.prepare(twenty, name: "scan.pdf")
        // 61 x 79 points are 169 x 219 pixels at 200 dpi: small pages are not blown up to the longest side.
        #expect(pages.count == 20)
        #expect(pages.allSatisfy { (217...221).contains($0.height) })
        let one = try await Pillow.file(code.replacing("%", with: "21"))
        #expect(await refusal(of: one) == .tooManyPages)
    }

    @Test func refusesALockedOne() async {
        let key = String(repeating: "A", count: 32)
        let locked = TextPDF.bytes(
            pages: [text],
            trailer: "/Encrypt << /Filter /Standard /V 1 /R 2 /O (\(key)) /U (\(key)) /P -4 >> /ID [(A) (A)]"
        )
        #expect(await refusal(of: locked) == .corrupt)
    }

    @Test func refusesWhatIsCutShortOrDamaged() async {
        let pdf = TextPDF.bytes(pages: [text, text])
        #expect(await refusal(of: Array(pdf.prefix(pdf.count * 2 / 3))) == .corrupt)
        #expect(await refusal(of: Array("%PDF-1.7\n\(String(repeating: "x", count: 300_000))\n%%EOF".utf8)) == .corrupt)
        #expect(await refusal(of: TextPDF.bytes(pages: [])) == .corrupt)
    }

    @Test func readsTheTextOfEachPage() async throws {
        let pages = try await PDFText.pages(of: TextPDF.bytes(pages: [text, "", "last"]))
        #expect(pages.count == 3)
        #expect(pages.first?.contains(text) == true)
        #expect(pages.last?.contains("last") == true)
        #expect(pages.dropFirst().first?.contains { !$0.isWhitespace } == false)
    }
}
