// SPDX-License-Identifier: Apache-2.0

/// What is said of a text in its place while contents are not captured.
enum ContentSummary {
    /// The text's size, and a hash that is the same for the same text in this process.
    ///
    /// The hash tells texts apart. Its key is made anew for each process and never told, so that nobody finds a short
    /// text by trying.
    static func of(_ text: String) -> String {
        "[not captured: \(text.utf8.count) bytes, hash \(hash(text))]"
    }

    private static let key = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

    private static func hash(_ text: String) -> String {
        // SipHash; its own key, too, is random unless the environment asks for the same one each time.
        var hasher = Hasher()
        hasher.combine(key.0)
        hasher.combine(key.1)
        hasher.combine(text)
        let digits = String(UInt64(truncatingIfNeeded: hasher.finalize()), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
