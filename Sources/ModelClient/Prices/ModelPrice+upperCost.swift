// SPDX-License-Identifier: Apache-2.0

extension ModelPrice {
    /// The most that a call may cost, in millionths of the currency's unit: an answer of all the tokens it may have, to a
    /// question of twice the tokens that are estimated.
    ///
    /// What providers add to a question, such as the schema, is small beside what an answer may have.
    func upperCost(of request: ModelRequest) -> Int64 {
        let prompt = 2 * request.estimatedPromptTokens + Self.addedTokens
        let answer = request.sampling.maximumOutputTokens
        return max(
            cost(of: TokenUsage(prompt: prompt, completion: answer)),
            cost(of: TokenUsage(prompt: prompt, thinking: answer))
        )
    }

    private static let addedTokens = 1_000
}
