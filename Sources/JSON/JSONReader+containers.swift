// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Reads an array from its bracket; `element` must read exactly one value.
    mutating func readElements(
        _ element: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try enterContainer()
        skipWhiteSpace()
        if !consume(ASCII.closeBracket) {
            repeat {
                try element(&self)
                skipWhiteSpace()
            } while consume(ASCII.comma)
            guard consume(ASCII.closeBracket) else { throw expected("',' or ']'") }
        }
        leaveContainer()
    }

    /// Reads an object from its brace; `member` gets the key and must read exactly one value.
    mutating func readMembers(
        _ member: (inout JSONReader, JSONStringToken) throws(JSONError) -> Void
    ) throws(JSONError) {
        try enterContainer()
        skipWhiteSpace()
        if !consume(ASCII.closeBrace) {
            repeat {
                let key = try readKey()
                try member(&self, key)
                skipWhiteSpace()
            } while consume(ASCII.comma)
            guard consume(ASCII.closeBrace) else { throw expected("',' or '}'") }
        }
        leaveContainer()
    }

    private mutating func readKey() throws(JSONError) -> JSONStringToken {
        skipWhiteSpace()
        guard current == ASCII.quote else { throw expected("a key in quotes") }
        let key = try readString()
        skipWhiteSpace()
        guard consume(ASCII.colon) else { throw expected("':'") }
        return key
    }
}
