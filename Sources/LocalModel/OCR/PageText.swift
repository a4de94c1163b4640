// SPDX-License-Identifier: Apache-2.0

/// What was found on one page: words, and the ruled lines of its tables.
struct PageText: Sendable {
    var words: [Word]
    var rules: PageRules = PageRules()

    /// Mean confidence of the words, weighted by their length; 0 for an empty page.
    var meanConfidence: Double {
        let weights = words.map { Double($0.text.unicodeScalars.count) }
        let total = weights.reduce(0, +)
        guard total > 0 else { return 0 }
        return zip(words, weights).reduce(0) { $0 + $1.0.confidence * $1.1 } / total
    }
}
