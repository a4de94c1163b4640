// SPDX-License-Identifier: Apache-2.0

import JSON

/// Finds the JSON values in a model's answer, among prose and code fences.
struct AnswerText {
    static let maximumBytes = 8 << 20
    static let maximumValues = 64

    private let scalars: [Unicode.Scalar]
    private var position = 0

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// All objects and lists of the answer, in order, and whether there are words between them.
    ///
    /// Throws `.malformed` when one is cut off or broken: a part of an answer is never taken for the whole.
    static func values(in text: String) throws(ReportParsingError) -> (values: [JSONValue], areParted: Bool) {
        guard text.utf8.count <= maximumBytes else {
            throw .malformed("the answer is longer than \(maximumBytes) bytes")
        }
        var answer = AnswerText(text)
        var values: [JSONValue] = []
        var areParted = false
        var end = 0
        while let range = try answer.nextBracketed() {
            guard let value = try answer.value(in: range) else { continue }
            guard values.count < maximumValues else {
                throw .malformed("the answer holds more than \(maximumValues) JSON values")
            }
            areParted = areParted || !values.isEmpty && answer.hasWords(in: end..<range.lowerBound)
            values.append(value)
            end = range.upperBound
        }
        return (values, areParted)
    }

    /// Whether there is more in the stretch than commas and code fences.
    private func hasWords(in range: Range<Int>) -> Bool {
        scalars[range].split { $0.properties.isWhitespace || $0 == "," }.contains { word in
            !word.elementsEqual("```".unicodeScalars) && !word.elementsEqual("```json".unicodeScalars)
        }
    }

    /// The next stretch from an opening bracket to the one that closes it.
    private mutating func nextBracketed() throws(ReportParsingError) -> Range<Int>? {
        guard let start = scalars[position...].firstIndex(where: { $0 == "[" || $0 == "{" }) else { return nil }
        var open: [Unicode.Scalar] = []
        var index = start
        while index < scalars.count {
            let scalar = scalars[index]
            switch scalar {
            case "\"": index = endOfString(from: index)
            case "[", "{": open.append(scalar)
            case "]", "}":
                guard open.popLast() == (scalar == "]" ? "[" : "{") else {
                    throw .malformed("a bracket of the answer's JSON is closed by one of the other kind")
                }
                if open.isEmpty {
                    position = index + 1
                    return start..<position
                }
            default: break
            }
            index += 1
        }
        throw .malformed("the answer's JSON is cut off before its last bracket")
    }

    /// The index of the closing quote, or the end of the text.
    private func endOfString(from quote: Int) -> Int {
        var index = quote + 1
        while index < scalars.count, scalars[index] != "\"" {
            index += scalars[index] == "\\" ? 2 : 1
        }
        return min(index, scalars.count)
    }

    /// The stretch as JSON; nil when it is merely prose in brackets.
    private func value(in range: Range<Int>) throws(ReportParsingError) -> JSONValue? {
        let stretch = scalars[range]
        guard !RepeatedMembers.areIn(stretch) else {
            throw .malformed("an object of the answer's JSON has two members of one name")
        }
        do {
            return try JSONValue(parsing: JSONRepair.repaired(stretch))
        } catch {
            guard stretch.contains("{") else { return nil }
            throw .malformed("the answer's JSON is broken (\(error.code))")
        }
    }
}
