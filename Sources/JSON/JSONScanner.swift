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
}
