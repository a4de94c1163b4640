// SPDX-License-Identifier: Apache-2.0

/// Finds parts of a JSON text without building values.
public enum JSONScanner {
    /// The members of the object that is the whole input, in order, so that their bytes can be copied or replaced.
    ///
    /// The whole input is checked exactly as ``JSONValue/init(parsing:limits:)-([UInt8],_)`` checks it; an outermost value
    /// that is no object is a syntax error. A key that occurs twice is listed twice; the last one is the one that counts.
    public static func topLevelMembers(
        of bytes: [UInt8],
        limits: JSONLimits = .standard
    ) throws(JSONError) -> [JSONMember] {
        var reader = try JSONReader(bytes, limits: limits)
        guard try reader.startValue() == ASCII.openBrace else { throw reader.expected("'{'") }
        var members: [JSONMember] = []
        try reader.readMembers { (reader, key) throws(JSONError) in
            let start = try reader.skipValue()
            let name = reader.string(of: key)
            members.append(
                JSONMember(
                    key: name,
                    range: (key.content.lowerBound - 1)..<reader.position,
                    valueRange: start..<reader.position
                )
            )
        }
        try reader.expectEnd()
        return members
    }

    /// The values of some members of the object that is the whole input, in the order of `keys`; nil where there is none.
    ///
    /// The input is checked as for ``topLevelMembers(of:limits:)``, but nothing else is built. Of members with the same key
    /// the last one wins.
    ///
    /// - Parameter keys: ASCII, each once. A few: they are searched from end to end.
    public static func topLevelValues(
        of bytes: [UInt8],
        keys: [StaticString],
        limits: JSONLimits = .standard
    ) throws(JSONError) -> [JSONValue?] {
        var reader = try JSONReader(bytes, limits: limits)
        guard try reader.startValue() == ASCII.openBrace else { throw reader.expected("'{'") }
        var values = [JSONValue?](repeating: nil, count: keys.count)
        try reader.readMembers { (reader, key) throws(JSONError) in
            if let place = reader.place(of: key, in: keys) {
                values[place] = try reader.readValue()
            } else {
                _ = try reader.skipValue()
            }
        }
        try reader.expectEnd()
        return values
    }
}

extension JSONReader {
    fileprivate func place(of key: JSONStringToken, in keys: [StaticString]) -> Int? {
        guard !key.hasEscapes else {
            let text = string(of: key)
            return keys.firstIndex { $0.description == text }
        }
        return bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[key.content])
            for place in keys.indices where keys[place].utf8CodeUnitCount == text.count {
                if keys[place].withUTF8Buffer({ $0.elementsEqual(text) }) { return place }
            }
            return nil
        }
    }
}
