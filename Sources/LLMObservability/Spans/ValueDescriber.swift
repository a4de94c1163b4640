// SPDX-License-Identifier: Apache-2.0

import JSON

/// Makes JSON of a value, within bounds: it runs on the caller's thread, for whatever the caller has.
struct ValueDescriber {
    private static let maximumDepth = 8
    private static let maximumElements = 1_000
    private var remainingValues = 10_000
    private var remainingBytes = 1024 * 1024

    mutating func describe(_ any: Any, depth: Int) -> JSONValue {
        guard remainingValues > 0, remainingBytes > 0 else { return Self.omitted }
        remainingValues -= 1
        switch any {
        case let value as JSONValue: return taken(value, depth: depth)
        case let value as JSONObject: return taken(.object(value), depth: depth)
        case let value as any StringProtocol: return text(value)
        case let value as Bool: return .bool(value)
        case let value as any BinaryInteger: return Int64(exactly: value).map { .integer($0) } ?? text("\(value)")
        case let value as any BinaryFloatingPoint: return .number(Double(value))
        case let bytes as any Collection<UInt8>: return text("\(bytes.count) bytes")
        default: return reflecting(any, depth: depth)
        }
    }

    private static let omitted = JSONValue.string("…")

    /// What is JSON already goes as it is, or as much of it as there is room for.
    private mutating func taken(_ value: JSONValue, depth: Int) -> JSONValue {
        let size = value.estimatedSize
        guard size > remainingBytes else {
            remainingBytes -= size
            return value
        }
        guard remainingBytes > 0, depth < Self.maximumDepth else { return Self.omitted }
        switch value {
        case .string(let string): return text(string)
        case .array(let elements): return .array(beginning(of: elements, depth: depth))
        case .object(let object): return .object(beginning(of: object, depth: depth))
        default: return value
        }
    }

    private mutating func beginning(of elements: [JSONValue], depth: Int) -> [JSONValue] {
        var kept: [JSONValue] = []
        for element in elements {
            guard remainingBytes > 0, kept.count < Self.maximumElements else { return kept + [Self.omitted] }
            kept.append(taken(element, depth: depth + 1))
        }
        return kept
    }

    private mutating func beginning(of object: JSONObject, depth: Int) -> JSONObject {
        var kept = JSONObject()
        for (key, value) in object {
            guard remainingBytes > key.utf8.count, kept.count < Self.maximumElements else {
                kept["…"] = Self.omitted
                return kept
            }
            remainingBytes -= key.utf8.count
            kept[key] = taken(value, depth: depth + 1)
        }
        return kept
    }

    private mutating func text(_ text: some StringProtocol) -> JSONValue {
        let count = text.utf8.count
        defer { remainingBytes -= min(count, remainingBytes) }
        guard count > remainingBytes else { return .string(String(text)) }
        return .string(String(decoding: text.utf8.prefix(remainingBytes), as: UTF8.self) + "…")
    }

    private mutating func reflecting(_ any: Any, depth: Int) -> JSONValue {
        let mirror = Mirror(reflecting: any)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { describe($0.value, depth: depth) } ?? .null
        case .collection, .set, .dictionary, .struct, .tuple, .enum:
            guard depth < Self.maximumDepth else { return text(String(describing: type(of: any))) }
            return members(of: mirror, of: any, depth: depth)
        default:
            return text(String(describing: any))
        }
    }

    private mutating func members(of mirror: Mirror, of any: Any, depth: Int) -> JSONValue {
        switch mirror.displayStyle {
        case .collection, .set: return .array(elements(of: mirror, depth: depth))
        case .dictionary: return .object(pairs(of: mirror, depth: depth))
        case .tuple: return .object(fields(of: mirror, depth: depth))
        case .struct where !(any is any CustomStringConvertible): return .object(fields(of: mirror, depth: depth))
        case .enum where !(any is any CustomStringConvertible) && !mirror.children.isEmpty:
            return .object(fields(of: mirror, depth: depth))
        default: return text(String(describing: any))
        }
    }

    private mutating func elements(of mirror: Mirror, depth: Int) -> [JSONValue] {
        var elements: [JSONValue] = []
        for child in mirror.children.prefix(Self.maximumElements) where remainingValues > 0 {
            elements.append(describe(child.value, depth: depth + 1))
        }
        return elements
    }

    /// The members in the order of their keys, since dictionaries have none.
    private mutating func pairs(of mirror: Mirror, depth: Int) -> JSONObject {
        var pairs: [(String, JSONValue)] = []
        for child in mirror.children.prefix(Self.maximumElements) where remainingValues > 0 {
            let pair = Array(Mirror(reflecting: child.value).children)
            guard pair.count == 2 else { continue }
            let key = describe(pair[0].value, depth: depth + 1).annotationText
            pairs.append((key, describe(pair[1].value, depth: depth + 1)))
        }
        return JSONObject(pairs.sorted { $0.0 < $1.0 })
    }

    /// The members in the order in which they are declared; of an enum, what its case carries.
    private mutating func fields(of mirror: Mirror, depth: Int) -> JSONObject {
        var fields: [(String, JSONValue)] = []
        for child in mirror.children.prefix(Self.maximumElements) where remainingValues > 0 {
            fields.append((child.label ?? "", describe(child.value, depth: depth + 1)))
        }
        return JSONObject(fields)
    }
}
