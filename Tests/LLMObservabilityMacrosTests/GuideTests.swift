// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservabilityMacros
import TestSupport
import Testing

/// The documentation says what is compiled here, and what it promises happens.
@Suite struct GuideTests {
    private static let guide = "FiveMinuteGuide.md"
    private static let reference = "WhatTheMacrosDo.md"
    private let documentation = LibraryDocumentation(of: "LLMObservabilityMacros")
    private let desk = HelpDesk(handbook: ["holidays": "Everybody has thirty days."], model: Model())

    @Test func theHelpDeskIsObserved() async throws {
        let events = try await MacroBed.events {
            let answer = try await desk.solve("How many holidays do I have?")
            #expect(answer == "Everybody has thirty days.")
        }
        #expect(
            events.names == ["answer", "isQuestion", "search", "solve", "vector", "write_answer"]
        )
        #expect(events.kind("solve") == "agent" && events.has(tag: "agent_version:2", "solve"))
        #expect(events.kind("isQuestion") == "task" && events.output("isQuestion") == "true")
        #expect(events.kind("answer") == "workflow" && events.has(tag: "pages:1", "answer"))
        let pages = events["search"]?["meta"]?["output"]?["documents"]
        #expect(events.kind("search") == "retrieval" && pages?[0]?["text"] == "Everybody has thirty days.")
        let call = try #require(events["write_answer"])
        #expect(events.kind("write_answer") == "llm" && call["metrics"]?["input_tokens"]?.intValue == 42)
        #expect(events.parent(of: call) == "answer")
        #expect(
            events.kind("vector") == "embedding" && events["vector"]?["meta"]?["model_name"] == "text-embedding-005"
        )
    }

    @Test func aTicketTellsNoSecret() async throws {
        let events = try await MacroBed.events {
            let answer = try await desk.solve("It is broken")
            #expect(answer == "ticket 17")
        }
        let ticket = try #require(events["ticket_system"])
        #expect(events.kind("ticket_system") == "tool" && events.input("ticket_system") == "It is broken")
        #expect(ticket["meta"]?["metadata"]?["queue"] == "first level" && !ticket.text.contains("s3cret"))
    }

    @Test func eachBlockOfCodeIsCompiled() throws {
        let code = try documentation.guideCode
        let blocks = try documentation.blocks(of: Self.guide, language: "swift")
        #expect(blocks.count == 3)
        for block in blocks where !block.contains(".package(") {
            #expect(code.contains(block), "not in Tests/LLMObservabilityMacrosTests/FiveMinuteGuide: \(block)")
        }
        #expect(try documentation.products(of: Self.guide) == ["DatadogTracing", "LLMObservabilityMacros"])
    }

    @Test(.enabled(if: MacroCompiler.isPresent, "the plug-in does not lie beside the tests, or there is no swiftc"))
    func whatIsWrittenIsWhatIsShown() async throws {
        let blocks = try documentation.blocks(of: Self.reference, language: "swift")
        let written = try #require(blocks.first)
        let shown = try #require(blocks.last)
        let answer = try await MacroCompiler.check(written)
        let expansion = try #require(answer.expansions.first)
        #expect(answer.messages == [] && lines(expansion).dropFirst() == lines(shown).dropFirst())
    }

    /// Without indentation, and without where the body was written.
    private func lines(_ code: String) -> [String] {
        code.split(separator: "\n").map { String($0.drop { $0 == " " }) }.filter { !$0.hasPrefix("#sourceLocation") }
    }

    @Test func eachMessageIsTold() throws {
        let article = try documentation.article(Self.reference)
        for message in MisuseTests.errors + MisuseTests.warnings { #expect(article.contains(message)) }
    }

    @Test func eachMacroIsTold() throws {
        let article = try documentation.article(Self.reference)
        let code = try documentation.libraryCode
        let macros = code.matches(of: /public macro (\w+)\(/).map { String($0.output.1) }
        #expect(macros.count == 7)
        for macro in macros { #expect(article.contains("| `@\(macro)` |"), "\(macro)") }
        let options = Set(code.matches(of: #/\n    (\w+): (?:String\?|Bool) = /#).map { String($0.output.1) })
        #expect(options.count == 8)
        for option in options { #expect(article.contains("`\(option)`"), "\(option)") }
    }
}
