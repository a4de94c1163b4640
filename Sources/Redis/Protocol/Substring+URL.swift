// SPDX-License-Identifier: Apache-2.0

extension Substring {
    /// What comes before the first `separator` and what comes after it; the latter is nil when there is none.
    func cut(at separator: Character) -> (Substring, Substring?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (self[..<index], self[self.index(after: index)...])
    }

    /// What comes before the last `separator`, nil when there is none, and what comes after it.
    ///
    /// With `end`, only the text before the first `end` is searched.
    func cutAtLast(_ separator: Character, before end: Character?) -> (Substring?, Substring) {
        let searched = end.flatMap { firstIndex(of: $0) }.map { self[..<$0] } ?? self
        guard let index = searched.lastIndex(of: separator) else { return (nil, self) }
        return (self[..<index], self[self.index(after: index)...])
    }

    /// The text with `%xx` resolved; nil when an escape is cut short or the bytes are not UTF-8.
    var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
