// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads optional members of one JSON object, with errors that name the member's path.
struct EnvelopeReader {
    let object: JSONObject
    let path: String

    func string(_ key: String) throws(EnvelopeError) -> String? {
        try member(key, "a string") { $0.stringValue }
    }

    func number(_ key: String) throws(EnvelopeError) -> Double? {
        try member(key, "a number") { $0.doubleValue }
    }

    func bool(_ key: String) throws(EnvelopeError) -> Bool? {
        try member(key, "true or false") { $0.boolValue }
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(EnvelopeError) -> Int? {
        try member(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.intValue.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func object(_ key: String) throws(EnvelopeError) -> JSONObject? {
        try member(key, "an object") { $0.objectValue }
    }

    func array(_ key: String) throws(EnvelopeError) -> [JSONValue]? {
        try member(key, "an array") { $0.arrayValue }
    }

    /// A map of strings; numbers and booleans are taken in their JSON spelling, as producers often write them so.
    func strings(_ key: String) throws(EnvelopeError) -> [String: String] {
        guard let map = try object(key) else { return [:] }
        var strings = [String: String](minimumCapacity: map.count)
        for member in map {
            switch member.value {
            case .string(let text): strings[member.key] = text
            case .integer, .double, .bool: strings[member.key] = member.value.text
            default: throw bad("\(key).\(member.key)", "a string")
            }
        }
        return strings
    }

    /// A moment as Unix milliseconds or RFC 3339 text.
    func moment(_ key: String) throws(EnvelopeError) -> Moment? {
        try member(key, "an RFC 3339 time or Unix milliseconds, from 1970 to 2286") { value in
            let moment =
                value.intValue.map(Moment.init(milliseconds:)) ?? value.stringValue.flatMap(Moment.init(rfc3339:))
            return moment.flatMap { Moment.plausible.contains($0) ? $0 : nil }
        }
    }

    /// A moment as Unix milliseconds.
    func milliseconds(_ key: String) throws(EnvelopeError) -> Moment? {
        let range = Moment.plausible.lowerBound.milliseconds...Moment.plausible.upperBound.milliseconds
        return try integer(key, in: range).map(Moment.init(milliseconds:))
    }

    private func member<T>(
        _ key: String,
        _ expected: @autoclosure () -> String,
        _ read: (JSONValue) -> T?
    ) throws(EnvelopeError) -> T? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let result = read(value) else { throw bad(key, expected()) }
        return result
    }

    private func bad(_ key: String, _ expected: String) -> EnvelopeError {
        EnvelopeError(.badMember, "`\(path)\(key)` must be \(expected)")
    }
}
