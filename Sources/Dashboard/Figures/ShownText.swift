// SPDX-License-Identifier: Apache-2.0

/// As much of a text as a page may show of it.
struct ShownText {
    let text: String
    /// How many bytes there are, if not all are shown.
    let whole: Int?

    /// What browsers still show at once.
    static let maximumBytes = 256 << 10

    init(_ text: String, atMost limit: Int = maximumBytes) {
        guard text.utf8.count > limit else {
            self.text = text
            whole = nil
            return
        }
        self.text = String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
        whole = text.utf8.count
    }
}
