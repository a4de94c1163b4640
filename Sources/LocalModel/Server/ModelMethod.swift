// SPDX-License-Identifier: Apache-2.0

/// What is wanted of which model: `local-model:generateContent`, the colon escaped or not.
struct ModelMethod: Sendable {
    let model: String
    /// Whether the answer goes out in pieces, as server-sent events.
    let isStreamed: Bool

    /// - Parameter query: The query of the request; streams are told as events only.
    init(_ call: String, query: String?) throws(GoogleStatus) {
        let plain = call.replacing("%3A", with: ":").replacing("%3a", with: ":")
        let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasPrefix("local-"), Self.methods.contains(parts[1]) else {
            throw GoogleStatus(
                404,
                "models/\(plain.prefix(100)) is not found, or is not supported; names begin with local- and methods are "
                    + "generateContent and streamGenerateContent."
            )
        }
        model = String(parts[0])
        isStreamed = parts[1] == Self.methods[1]
        guard !isStreamed || query?.split(separator: "&").contains("alt=sse") == true else {
            throw GoogleStatus(400, "streamGenerateContent is answered with alt=sse only.")
        }
    }

    private static let methods: [Substring] = ["generateContent", "streamGenerateContent"]
}
