// SPDX-License-Identifier: Apache-2.0

/// A pattern of text in which `*` stands for any characters, also none, and `?` for exactly one.
///
/// Upper and lower case are the same, and nothing else has a special meaning. The time to match is at most proportional
/// to the length of the text times that of the pattern, whatever the two are.
public struct GlobPattern: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    private let characters: [Unicode.Scalar]
    /// Whether the pattern is made of `*` and `?` only.
    let hasOnlyWildcards: Bool

    /// The pattern that is written like this.
    public init(_ pattern: String) {
        characters = Array(pattern.lowercased().unicodeScalars)
        hasOnlyWildcards = characters.allSatisfy { $0 == "*" || $0 == "?" }
    }

    /// The pattern that is written like this.
    public init(stringLiteral pattern: String) {
        self.init(pattern)
    }

    /// The pattern in lower case.
    public var description: String { String(String.UnicodeScalarView(characters)) }

    /// Whether the whole text is as the pattern says.
    public func matches(_ text: String) -> Bool {
        guard characters != ["*"] else { return true }
        let text = text.lowercased().unicodeScalars
        var (index, position) = (0, text.startIndex)
        // Where to go on if the text after the last `*` does not match: earlier ones never need another try.
        var retry: (index: Int, position: String.Index)?
        while position != text.endIndex {
            if index < characters.count, characters[index] == "*" {
                index += 1
                retry = (index, position)
            } else if index < characters.count, characters[index] == "?" || characters[index] == text[position] {
                index += 1
                position = text.index(after: position)
            } else if let last = retry {
                (index, position) = (last.index, text.index(after: last.position))
                retry = (index, position)
            } else {
                return false
            }
        }
        return characters[index...].allSatisfy { $0 == "*" }
    }
}
