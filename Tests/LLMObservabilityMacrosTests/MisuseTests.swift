// SPDX-License-Identifier: Apache-2.0

import Testing

/// What a developer is told who uses a macro where it cannot work.
@Suite(.enabled(if: MacroCompiler.isPresent, "the plug-in does not lie beside the tests, or there is no swiftc"))
struct MisuseTests {
    private struct Case: Sendable {
        let source: String
        let messages: [String]
    }

    private static let refused = [
        Case(
            source: "struct S { @Tool init() {} }",
            messages: [
                """
                error: '@Tool' goes on functions, not on initialisers: write 'LLMObs.tool' inside it, or call a function \
                that has the macro
                """,
                "note: remove '@Tool'",
            ]
        ),
        Case(
            // Said by swift-syntax, before the macro is asked.
            source: "var n: Int { @LLMTask get { 1 } }",
            messages: ["error: declaration is not a type with an optional code block"]
        ),
        Case(
            source: "protocol P { @Tool func f() }",
            messages: [
                """
                error: 'f' has no body that could run inside a span: put '@Tool' on the functions that implement it
                """,
                "note: remove '@Tool'",
            ]
        ),
        Case(
            source: "@Tool @discardableResult @LLM func f() -> Int { 1 }",
            messages: [
                """
                error: 'f' already has '@Tool', and a function is one span: for a span inside it write 'LLMObs.llm' in \
                its body
                """,
                "note: remove '@LLM'",
            ]
        ),
        Case(
            source: "@Tool func f(_ g: () throws -> Void) rethrows { try g() }",
            messages: [
                """
                error: 'f' cannot be 'rethrows': its body runs inside a closure, which the compiler does not look \
                through; use 'throws', or 'throws(E)' with the error type of its parameter
                """,
                "note: use 'throws'",
            ]
        ),
        Case(
            source: "let flag = true; @Tool(captureInputs: flag) func f(a: Int) {}",
            messages: [
                """
                error: 'captureInputs' must be 'true' or 'false' as such: it decides what is compiled, before there are \
                values
                """
            ]
        ),
        Case(
            source: "@Tool(name: \"\") func f() -> Int { 1 }",
            messages: ["error: a span needs a name: leave 'name' out to use the function's"]
        ),
        Case(
            source: "@Tool func f() async -> Never { while true { await Task.yield() } }",
            messages: ["error: 'f' neither returns nor throws, so its span would never end"]
        ),
        Case(
            source: "final class C {}; @Tool func f() -> sending C { C() }",
            messages: [
                """
                error: 'f' cannot have a 'sending' result: what leaves the span's closure may be shared; return a \
                'Sendable' type without 'sending'
                """
            ]
        ),
    ]

    /// What the macros themselves say.
    static let errors = refused.flatMap(\.messages).filter { $0.hasPrefix("error: ") }
        .map { String($0.dropFirst("error: ".count)) }

    static let warnings = ["'f' has no parameters that can be captured", "'f' returns nothing"]
        .map { "\($0), so nothing is captured" }

    @Test(arguments: refused) private func misuseIsRefused(misuse: Case) async throws {
        let messages = try await MacroCompiler.check(misuse.source).messages
        #expect(messages == misuse.messages.map { "1: \($0)" })
    }

    @Test func whatHasNoEffectIsWarnedAbout() async throws {
        let messages = try await MacroCompiler.check(
            "@Tool(captureInputs: true, captureOutput: true) func f(_ g: () -> Void) { g() }"
        ).messages
        #expect(messages == Self.warnings.map { "1: warning: \($0)" })
    }

    @Test func errorsInABodyAreToldWhereItStands() async throws {
        let messages = try await MacroCompiler.check(
            """
            @Tool
            func f() -> Int {
                let number = 1
                return number + "1"
            }
            """
        ).messages
        #expect(messages.contains { $0.hasPrefix("4: error: ") }, "\(messages)")
    }
}
