// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONValue {
    /// A string as it is, everything else as JSON.
    var annotationText: String { stringValue ?? text }

    /// A number without a fraction as an integer.
    static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? .double(value)
    }

    static func strings(_ values: [String]) -> JSONValue {
        .array(values.map { .string($0) })
    }

    /// In the order of the keys.
    static func strings(_ values: [String: String]) -> JSONValue {
        .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    /// About how many bytes the value takes as JSON.
    var estimatedSize: Int {
        switch self {
        case .string(let string): string.utf8.count + 2
        case .array(let elements): elements.reduce(2) { $0 + $1.estimatedSize + 1 }
        case .object(let object): object.estimatedSize
        default: 8
        }
    }

    func mappingTexts(_ change: (String) -> String) -> JSONValue {
        switch self {
        case .string(let string): .string(change(string))
        case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
        case .object(let object): .object(object.mappingTexts(change))
        default: .string(change(text))
        }
    }
}

extension JSONObject {
    var estimatedSize: Int { reduce(2) { $0 + $1.key.utf8.count + $1.value.estimatedSize + 4 } }

    func mappingTexts(_ change: (String) -> String) -> JSONObject {
        JSONObject(map { ($0.key, $0.value.mappingTexts(change)) })
    }
}
