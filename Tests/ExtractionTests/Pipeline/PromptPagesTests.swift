// SPDX-License-Identifier: Apache-2.0

import Imaging
import ModelClient
import Testing

@testable import Extraction

@Suite("Pages of a prompt")
struct PromptPagesTests {
    @Test("A PDF counts with all of its pages towards what a call may use")
    func pdf() throws {
        let page = PreparedPage(bytes: [1], mediaType: .pdf, width: 1, height: 1, pageCount: 20)
        let prompt = Prompt(.thaiSS518, pages: [Page(filename: "a.pdf", prepared: page)], context: nil)
        #expect(prompt.parts.contains(.data([1], mediaType: "application/pdf", pages: 20)))
        let request = ModelRequest(model: "m", parts: prompt.parts)
        #expect(request.estimatedPromptTokens >= 60_000)
    }
}
