// SPDX-License-Identifier: Apache-2.0

/// What was found on one page: words, and the ruled lines of its tables.
struct PageText: Sendable {
    var words: [Word]
    var rules: PageRules = PageRules()
}
