// SPDX-License-Identifier: Apache-2.0

/// Groups failures that are alike: class, stage and the message without what varies from job to job.
struct Fingerprint: Sendable, Hashable {
    /// For example `llm.server/model/HTTP N from gemini`; at most 200 bytes, one line.
    let value: String

    init(_ failure: JobFailure) {
        let message = failure.message.split(separator: " ").map(Self.normalised).joined(separator: " ")
        value = Self.oneLine("\(failure.errorType)/\(failure.stage)/\(message)").truncated(toUTF8Bytes: 200)
    }

    /// Words with a digit and quoted words vary; plain words stay.
    private static func normalised(_ word: Substring) -> String {
        if word.contains(where: \.isNumber) { return "N" }
        if let first = word.first, "\"'`“".contains(first) { return "Q" }
        return String(word)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
