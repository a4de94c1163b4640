// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

struct HelpDesk: Sendable {
    let handbook: Handbook
    let model: Model

    func answer(_ question: String, session: String) async throws -> String {
        try await LLMObs.workflow("answer_question", sessionID: session) { span in
            span.annotate(input: .string(question))
            let pages = search(question)
            let answer = try await write(question, pages)
            span.annotate(output: .string(answer))
            span.annotate(tags: ["pages": "\(pages.count)"])
            return answer
        }
    }

    func search(_ question: String) -> [LLMObs.Document] {
        LLMObs.retrieval("search_handbook") { span in
            span.annotate(input: .string(question))
            let pages = handbook.pages(about: question).map { LLMObs.Document($0.text, name: $0.title) }
            span.annotate(output: pages)
            return pages
        }
    }
}

extension HelpDesk {
    func write(_ question: String, _ pages: [LLMObs.Document]) async throws -> String {
        try await LLMObs.llm("write_answer", model: "gemini-2.5-flash", provider: "google") { span in
            let context = pages.map(\.text).joined(separator: "\n")
            span.annotate(
                prompt: LLMObs.Prompt(
                    id: "answer-from-handbook",
                    version: "v2",
                    template: .text("Answer from these pages alone: {{context}}\n{{question}}"),
                    variables: ["context": context, "question": question]
                )
            )
            span.annotate(input: [.user("Answer from these pages alone: \(context)\n\(question)")])
            let reply = try await model.reply(to: question, from: context)
            span.annotate(output: [.assistant(reply.text)])
            span.annotate(usage: .init(input: reply.promptTokens, output: reply.answerTokens))
            span.annotate(metadata: ["temperature": 0])
            try judge(reply, context, span.exported)
            return reply.text
        }
    }
}

extension HelpDesk {
    func judge(_ reply: Reply, _ context: String, _ span: LLMObs.ExportedSpan?) throws {
        guard let span else { return }
        let isGrounded = context.contains(reply.text)
        try LLMObs.submit(
            LLMObs.Evaluation(
                "grounded",
                .boolean(isGrounded),
                of: .span(span),
                assessment: isGrounded ? .pass : .fail,
                tags: ["judge": "rule"]
            )
        )
    }
}
