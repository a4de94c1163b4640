// SPDX-License-Identifier: Apache-2.0

/// Stands in for the client of a language model: it repeats the pages, or fails where there are none.
struct Model: Sendable {
    struct NothingToAnswerFrom: Error {}

    struct Reply: Sendable {
        let text: String
        let promptTokens: Int
        let answerTokens: Int
    }

    func reply(to question: String, from pages: [String]) async throws -> Reply {
        guard !pages.isEmpty else { throw NothingToAnswerFrom() }
        return Reply(text: pages.joined(separator: " "), promptTokens: 42, answerTokens: 7)
    }
}
