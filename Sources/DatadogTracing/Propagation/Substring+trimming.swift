// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// The text without the spaces and tabs that HTTP allows around a header's value.
    func trimmingSpaces() -> Substring {
        Substring(Substring(self).utf8.trimmingSpaces())
    }
}

extension StringProtocol {
    /// Whether there is nothing but visible ASCII characters and spaces.
    var isPrintable: Bool { utf8.allSatisfy(\.isPrintable) }
}

extension Substring.UTF8View {
    /// The same for bytes.
    func trimmingSpaces() -> Substring.UTF8View {
        guard let first = firstIndex(where: { !$0.isSpaceOrTab }) else { return self[endIndex...] }
        var end = endIndex
        while self[index(before: end)].isSpaceOrTab { end = index(before: end) }
        return self[first..<end]
    }
}

extension UInt8 {
    /// Whether this is one of the two characters that HTTP takes for blank within a header.
    var isSpaceOrTab: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// Whether this is a visible ASCII character or a space.
    var isPrintable: Bool { self >= 0x20 && self < 0x7f }
}
