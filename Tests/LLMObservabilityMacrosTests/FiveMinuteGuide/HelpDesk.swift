// SPDX-License-Identifier: Apache-2.0

import LLMObservabilityMacros

struct HelpDesk: Sendable {
    let handbook: [String: String]
    let model: Model

    @Workflow func answer(_ question: String) async throws -> String {
        let pages = search(question)
        span.annotate(tags: ["pages": "\(pages.count)"])
        return try await write(question, pages)
    }

    @Retrieval(captureOutput: true) func search(_ question: String) -> [LLMObs.Document] {
        handbook.filter { question.contains($0.key) }.map { LLMObs.Document($0.value, name: $0.key) }
    }

    @LLM(name: "write_answer", model: "gemini-2.5-flash", provider: "google", captureInputs: true)
    func write(_ question: String, _ pages: [LLMObs.Document]) async throws -> String {
        let reply = try await model.reply(to: question, from: pages.map(\.text))
        span.annotate(usage: .init(input: reply.promptTokens, output: reply.answerTokens))
        return reply.text
    }
}

extension HelpDesk {
    @Agent(version: "2") func solve(_ problem: String) async throws -> String {
        guard isQuestion(problem) else { return "ticket \(await openTicket(problem, secret: "s3cret"))" }
        _ = await vector(of: problem)
        return try await answer(problem)
    }

    @LLMTask func isQuestion(_ problem: String) -> Bool { problem.hasSuffix("?") }

    @Tool(name: "ticket_system", captureInputs: false) func openTicket(_ text: String, secret: String) async -> Int {
        span.annotate(input: .string(text))
        span.annotate(metadata: ["queue": "first level"])
        return 17
    }

    @Embedding(model: "text-embedding-005", provider: "google")
    func vector(of text: String) async -> [Double] {
        span.annotate(input: [LLMObs.Document(text)])
        return [0.25, 0.5]
    }
}
