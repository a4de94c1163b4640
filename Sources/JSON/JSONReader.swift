// SPDX-License-Identifier: Apache-2.0

/// A place in a JSON text and what has been spent of the limits.
struct JSONReader: ~Copyable {
    let bytes: [UInt8]
    var position = 0
    private let limits: JSONLimits
    /// How many arrays and objects are around the position.
    private(set) var depth = 0
    private var values = 0

    init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(.tooLarge, "input is longer than \(limits.maximumBytes) bytes", at: limits.maximumBytes)
        }
        self.bytes = bytes
        self.limits = limits
    }

    /// The byte at the position, or nil at the end.
    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    func expected(_ what: String, _ code: JSONError.Code = .syntax) -> JSONError {
        JSONError(code, current == nil ? "input ended; expected \(what)" : "expected \(what)", at: position)
    }

    mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case ASCII.space, ASCII.lineFeed, ASCII.carriageReturn, ASCII.tab: position += 1
            default: return
            }
        }
    }

    mutating func consume(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    mutating func consume(_ word: StaticString) throws(JSONError) {
        let end = position + word.utf8CodeUnitCount
        let matches = end <= bytes.count && word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
        guard matches else { throw expected("'\(word)'") }
        position = end
    }

    /// Moves to the next value's first byte, counts the value, and returns that byte.
    mutating func startValue() throws(JSONError) -> UInt8 {
        skipWhiteSpace()
        guard let first = current else { throw expected("a value") }
        values += 1
        guard values <= limits.maximumValues else {
            throw JSONError(.tooLarge, "more than \(limits.maximumValues) values", at: position)
        }
        return first
    }

    /// Steps over the opening byte of an array or object.
    mutating func enterContainer() throws(JSONError) {
        let maximum = min(limits.maximumDepth, JSONLimits.deepest)
        guard depth < maximum else {
            throw JSONError(.tooDeep, "more than \(maximum) arrays and objects inside one another", at: position)
        }
        depth += 1
        position += 1
    }

    mutating func leaveContainer() {
        depth -= 1
    }

    mutating func expectEnd() throws(JSONError) {
        skipWhiteSpace()
        guard current == nil else { throw expected("the end of the input") }
    }
}
