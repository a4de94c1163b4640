// SPDX-License-Identifier: Apache-2.0

struct Reply: Sendable {
    let text: String
    let promptTokens: Int
    let answerTokens: Int
}
