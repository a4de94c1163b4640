// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// Reads one value, which must be the whole input apart from white space around it.
    ///
    /// Strict: UTF-8 without byte order mark, no comments, no trailing commas, no lone surrogates, no number too large
    /// for a double. Of members with the same key the last one wins.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var reader = try JSONReader(bytes, limits: limits)
        self = try reader.readValue()
        try reader.expectEnd()
    }

    /// Reads one value from text; offsets in errors count UTF-8 bytes.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}
