// SPDX-License-Identifier: Apache-2.0

extension ModelRequest {
    /// About how many tokens the request has, for gates and for calls whose count never came: a token for every four
    /// bytes of text, 1,500 for a picture, and 3,000 for a page of a PDF, of which models get picture and text.
    public var estimatedPromptTokens: Int {
        parts.reduce(0) { tokens, part in
            switch part {
            case .text(let text): tokens + text.utf8.count / 4
            case .data(_, let mediaType, let pages):
                tokens + (mediaType == "application/pdf" ? 3_000 : 1_500) * max(1, pages)
            }
        }
    }

    /// The most tokens that a call is thought to use: twice the question's estimate, with what providers add to it, such as
    /// the schema, and an answer of all the tokens it may have.
    var largestUsage: TokenUsage {
        var usage = TokenUsage(
            prompt: 2 * estimatedPromptTokens + Self.addedTokens,
            completion: sampling.maximumOutputTokens
        )
        usage.isEstimated = true
        return usage
    }

    private static let addedTokens = 1_000
}
