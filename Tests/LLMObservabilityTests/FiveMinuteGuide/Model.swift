// SPDX-License-Identifier: Apache-2.0

/// Stands in for the client of a language model: it repeats the first page, or fails where there is none.
struct Model: Sendable {
    struct NothingToAnswerFrom: Error {}

    func reply(to question: String, from context: String) async throws -> Reply {
        guard !context.isEmpty else { throw NothingToAnswerFrom() }
        return Reply(text: context, promptTokens: 42, answerTokens: 7)
    }
}
