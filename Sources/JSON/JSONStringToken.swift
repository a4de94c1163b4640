// SPDX-License-Identifier: Apache-2.0

/// A string in the input that has been found well formed.
struct JSONStringToken {
    /// The bytes between the quotes.
    let content: Range<Int>
    let hasEscapes: Bool
    /// Whether all of those bytes are ASCII.
    let isASCII: Bool
}
