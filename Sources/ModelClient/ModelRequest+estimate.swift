// SPDX-License-Identifier: Apache-2.0

extension ModelRequest {
    /// About how many tokens the request has, for gates and for calls whose count never came: a token for every four
    /// bytes of text, and 1,500 for a file.
    public var estimatedPromptTokens: Int {
        parts.reduce(0) { tokens, part in
            switch part {
            case .text(let text): tokens + text.utf8.count / 4
            case .data: tokens + 1_500
            }
        }
    }
}
