// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the macros write.
@Suite(.enabled(if: MacroCompiler.isPresent, "the plug-in does not lie beside the tests, or there is no swiftc"))
struct ExpansionTests {
    private func expectExpansion(
        of source: String,
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer = try await MacroCompiler.check(source)
        #expect(answer.messages == [], sourceLocation: sourceLocation)
        #expect(answer.expansions == [expected], sourceLocation: sourceLocation)
    }

    @Test func aWorkflow() async throws {
        try await expectExpansion(
            of: """
                func read(_ files: [Int]) async throws -> Int { files.count }
                @Workflow
                func extract(_ files: [Int], model name: String) async throws -> String {
                    let answer = try await read(files)
                    return "\\(answer)"  // the numbers
                }
                """,
            """
            {
                return try await LLMObservability.LLMObs.workflow("extract") { (span) async throws -> String in
                    try await span.recordingCall(arguments: ["files": LLMObservability.LLMObs.argument(files), "name": LLMObservability.LLMObs.argument(name)], capturesOutput: true) { () async throws -> String in
                        #sourceLocation(file: "checked.swift", line: 4)
                        let answer = try await read(files)
                            return "\\(answer)"
                        #sourceLocation()
                    }
                }
            }
            """
        )
    }

    @Test func aModelCallWithAllArguments() async throws {
        try await expectExpansion(
            of: """
                struct Refused: Error {}
                enum Models { static let flash = "flash" }
                @LLM(name: "ask", model: Models.flash, provider: "google", sessionID: nil, mlApp: "votes", captureInputs: true, captureOutput: false)
                func call(prompt: String) throws(Refused) -> String! { prompt }
                """,
            """
            {
                return try LLMObservability.LLMObs.llm("ask", model: Models.flash, provider: "google", sessionID: nil, mlApp: "votes") { (span) throws(Refused) -> String? in
                    try span.recordingCall(arguments: ["prompt": LLMObservability.LLMObs.argument(prompt)], capturesOutput: false) { () throws(Refused) -> String? in
                        #sourceLocation(file: "checked.swift", line: 4)
                        prompt
                        #sourceLocation()
                    }
                }
            }
            """
        )
    }

    @Test func aFunctionThatReturnsNothing() async throws {
        try await expectExpansion(
            of: "@Tool(name: nil) func `repeat`(`in` `where`: Int, _: Int) { print(`where`) }",
            """
            {
                LLMObservability.LLMObs.tool("repeat") { (span) -> Void in
                    span.recordingCall(arguments: ["where": LLMObservability.LLMObs.argument(`where`)], capturesOutput: false) { () -> Void in
                        #sourceLocation(file: "checked.swift", line: 1)
                        print(`where`)
                        #sourceLocation()
                    }
                }
            }
            """
        )
    }

    @Test func aResultThatOnlyTheCompilerKnows() async throws {
        try await expectExpansion(
            of: "@Agent(version: \"2\") func list() async -> some Sequence<Int> { [1] }",
            """
            {
                return await LLMObservability.LLMObs.agent("list", version: "2") { (span) async in
                    await span.recordingCall(capturesOutput: true) { () async in
                        #sourceLocation(file: "checked.swift", line: 1)
                        [1]
                        #sourceLocation()
                    }
                }
            }
            """
        )
    }

    @Test func aParameterNamedSpanStaysWhatItIs() async throws {
        let answer = try await MacroCompiler.check("@Retrieval func f(_ span: Int) -> Int { span }")
        let expansion = try #require(answer.expansions.first)
        #expect(answer.messages == [] && expansion.contains("{ (llmobsSpan) -> Int in"))
    }

    @Test func whatIsCapturedWithoutBeingAsked() async throws {
        let kinds = ["Workflow", "LLMTask", "Tool", "Agent", "LLM", "Retrieval", "Embedding"]
        let lines = kinds.map { "@\($0) func of\($0)(a: Int) -> Int { a }" }
        let expansions = try await MacroCompiler.check(lines.joined(separator: "\n")).expansions
        #expect(expansions.count == 7)
        for (kind, expansion) in zip(kinds, expansions) {
            #expect(expansion.contains("arguments:") == !["LLM", "Embedding"].contains(kind))
            #expect(expansion.contains("capturesOutput: true") == !["Retrieval", "Embedding"].contains(kind))
        }
    }
}
