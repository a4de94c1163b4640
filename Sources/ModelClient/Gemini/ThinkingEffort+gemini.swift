// SPDX-License-Identifier: Apache-2.0

import JSON

extension ThinkingEffort {
    /// `thinkingConfig`: a number of tokens for models up to 2.5, a level for those after.
    func geminiConfig(model: String) -> JSONValue {
        if model.hasPrefix("gemini-2.") { return ["thinkingBudget": .integer(geminiTokens)] }
        return ["thinkingLevel": .string(rawValue.uppercased())]
    }

    /// What Google's own translation of OpenAI's efforts makes of them:
    /// https://ai.google.dev/gemini-api/docs/openai#thinking
    private var geminiTokens: Int64 {
        switch self {
        case .minimal, .low: 1_024
        case .medium: 8_192
        case .high: 24_576
        }
    }
}
