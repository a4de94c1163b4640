// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservabilityMacros

/// A workflow that calls tools side by side, which call models.
struct Pipeline {
    @Workflow(name: "pipeline") func run(_ pages: [String]) async throws -> [String] {
        async let first = call("first")
        let others = try await withThrowingTaskGroup { group in
            for page in pages { group.addTask { try await call(page) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return try await [first] + others.sorted()
    }

    @Tool func call(_ page: String) async throws -> String {
        await Task.yield()
        return try await ask(page)
    }

    @LLM(model: "gemini-2.5-flash", provider: "Google", mlApp: "other")
    func ask(_ page: String) async throws -> String {
        span.annotate(input: [.user(page)])
        span.annotate(usage: .init(input: 3, output: 4))
        LLMObs.activeSpan?.annotate(tags: ["page": page])
        return page.uppercased()
    }
}

/// Calls of models and searches that do more or less of the annotating themselves.
enum Calls {
    @LLM static func messages() -> [LLMObs.Message] { [.assistant("one"), .assistant("two")] }

    @LLM static func message() -> LLMObs.Message? { .assistant("one") }

    @LLM(captureInputs: true) static func prompted(_ prompt: String) -> Int { 5 }

    @LLM static func annotated() -> String {
        span.annotate(output: [.assistant("own")])
        return "returned"
    }

    @Retrieval(captureOutput: true) static func found(_ query: String) -> [LLMObs.Document] {
        [LLMObs.Document("text", id: "d", score: 0.5)]
    }

    @Retrieval(captureOutput: true) static func foundTexts(_ query: String) -> [String] { ["a", "b"] }

    @Retrieval static func foundSilently(_ query: String) -> [String] { ["a"] }

    @Embedding(model: "e", captureInputs: true, captureOutput: true) static func embedded(_ text: String) -> [Double] {
        [0.5]
    }

    @Embedding static func embeddedSilently(_ text: String) -> [Double] { [0.5] }

    @Tool static func overriding(_ secret: String) -> String {
        span.annotate(input: "own input")
        span.annotate(output: "own output")
        return secret
    }

    @Tool(captureInputs: false, captureOutput: false) static func silent(_ secret: String) -> String { secret }
}
