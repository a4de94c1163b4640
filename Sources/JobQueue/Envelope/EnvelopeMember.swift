// SPDX-License-Identifier: Apache-2.0

import JSON

/// An optional member of an envelope, read with errors that name it.
struct EnvelopeMember {
    private let key: StaticString
    /// What comes before the key in errors.
    private let path: StaticString
    /// As it stands there; nil where there is none.
    let value: JSONValue?

    init(_ key: StaticString, of path: StaticString = "", value: JSONValue?) {
        self.key = key
        self.path = path
        self.value = value
    }

    func string() throws(EnvelopeError) -> String? {
        try read("a string") { $0.stringValue }
    }

    func integer(in range: ClosedRange<Int>) throws(EnvelopeError) -> Int? {
        try read("a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            value.intValue.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func object() throws(EnvelopeError) -> JSONObject? {
        try read("an object") { $0.objectValue }
    }

    func array() throws(EnvelopeError) -> [JSONValue]? {
        try read("an array") { $0.arrayValue }
    }

    /// A map of strings; numbers and booleans are taken in their JSON spelling, as producers often write them so.
    func strings() throws(EnvelopeError) -> [String: String] {
        guard let map = try object(), !map.isEmpty else { return [:] }
        var strings = [String: String](minimumCapacity: map.count)
        for member in map {
            switch member.value {
            case .string(let text): strings[member.key] = text
            case .integer, .double, .bool: strings[member.key] = member.value.text
            default: throw bad("a string", at: "\(key).\(member.key)")
            }
        }
        return strings
    }

    /// A moment as Unix milliseconds or RFC 3339 text.
    func moment() throws(EnvelopeError) -> Moment? {
        try read("an RFC 3339 time or Unix milliseconds, from 1970 to 2286") { value in
            let moment =
                value.intValue.map(Moment.init(milliseconds:)) ?? value.stringValue.flatMap(Moment.init(rfc3339:))
            return moment.flatMap { Moment.plausible.contains($0) ? $0 : nil }
        }
    }

    /// A moment as Unix milliseconds.
    func milliseconds() throws(EnvelopeError) -> Moment? {
        let range = Moment.plausible.lowerBound.milliseconds...Moment.plausible.upperBound.milliseconds
        return try integer(in: range).map(Moment.init(milliseconds:))
    }

    private func read<T>(
        _ expected: @autoclosure () -> String,
        _ read: (JSONValue) -> T?
    ) throws(EnvelopeError) -> T? {
        guard let value, !value.isNull else { return nil }
        guard let result = read(value) else { throw bad(expected(), at: "\(key)") }
        return result
    }

    private func bad(_ expected: String, at place: String) -> EnvelopeError {
        EnvelopeError(.badMember, "`\(path)\(place)` must be \(expected)")
    }
}
