// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    mutating func readValue() throws(JSONError) -> JSONValue {
        switch try startValue() {
        case ASCII.quote: return .string(string(of: try readString()))
        case ASCII.openBrace: return .object(try readObject())
        case ASCII.openBracket: return .array(try readArray())
        default: return try readScalar()
        }
    }

    /// Checks the next value without building it, and returns where it starts.
    mutating func skipValue() throws(JSONError) -> Int {
        let first = try startValue()
        let start = position
        switch first {
        case ASCII.quote: _ = try readString()
        case ASCII.openBrace:
            try readMembers { (reader, _) throws(JSONError) in _ = try reader.skipValue() }
        case ASCII.openBracket:
            try readElements { (reader) throws(JSONError) in _ = try reader.skipValue() }
        default: _ = try readScalar()
        }
        return start
    }

    private mutating func readObject() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        try readMembers { (reader, key) throws(JSONError) in
            let name = reader.string(of: key)
            if object.isEmpty { object.reserveCapacity(reader.depth == 1 ? 8 : 4) }
            object.set(name, try reader.readValue())
        }
        return object
    }

    private mutating func readArray() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try readElements { (reader) throws(JSONError) in
            elements.append(try reader.readValue())
        }
        return elements
    }

    private mutating func readScalar() throws(JSONError) -> JSONValue {
        switch bytes[position] {
        case ASCII.letterT:
            try consume("true")
            return .bool(true)
        case ASCII.letterF:
            try consume("false")
            return .bool(false)
        case ASCII.letterN:
            try consume("null")
            return .null
        case ASCII.minus, ASCII.zero...ASCII.nine:
            return try readNumber()
        default:
            throw expected("a value")
        }
    }
}
