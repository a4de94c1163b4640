// SPDX-License-Identifier: Apache-2.0

import Imaging
import ModelClient
import Testing

@testable import Extraction

@Suite("Parts of a prompt")
struct PromptTests {
    @Test("A PDF counts with all of its pages towards what a call may use")
    func pdf() throws {
        let page = PreparedPage(bytes: [1], mediaType: .pdf, width: 1, height: 1, pageCount: 20)
        let prompt = Prompt(.thaiSS518, pages: [Page(filename: "a.pdf", prepared: page)], context: nil)
        #expect(prompt.parts.contains(.data([1], mediaType: "application/pdf", pages: 20)))
        let request = ModelRequest(model: "m", parts: prompt.parts)
        #expect(request.estimatedPromptTokens >= 60_000)
    }

    @Test("Asking again names the first faults, in two kilobytes at most")
    func reasking() throws {
        let faults = (0..<30).map { "row \($0): " + String(repeating: "ผิด", count: 100) }
        let prompt = Prompt(.thaiSS518, pages: [], context: nil)
        guard case .text(let text) = try #require(prompt.reasking(faults).parts.last) else {
            Issue.record("no text")
            return
        }
        #expect(text.contains("row 0:") && text.contains("row 1:") && !text.contains("row 29:"))
        #expect(text.utf8.count < 2048 + 300)
        #expect("\(prompt.reasking(["one"]).parts)".contains("- one"))
    }
}
