// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// Any value as a span's input or output shows it: what JSON knows as such, optionals opened, arrays and
    /// dictionaries element by element, structs and tuples member by member unless they describe themselves, all else by
    /// its description. Of bytes only their number is told.
    ///
    /// Elements beyond the first 1,000 of each collection, and levels below the eighth, are left out.
    public static func value(of any: Any) -> JSONValue {
        JSONValue(annotating: any, depth: 0)
    }
}

extension JSONValue {
    private static let maximumDepth = 8
    private static let maximumElements = 1_000

    fileprivate init(annotating any: Any, depth: Int) {
        switch any {
        case let value as JSONValue: self = value
        case let value as JSONObject: self = .object(value)
        case let value as String: self = .string(value)
        case let value as Bool: self = .bool(value)
        case let value as any BinaryInteger: self = Int64(exactly: value).map { .integer($0) } ?? .string("\(value)")
        case let value as any BinaryFloatingPoint: self = .number(Double(value))
        // Not by a cast alone: any empty array is one of bytes, too.
        case let bytes as [UInt8] where type(of: any) == [UInt8].self: self = .string("\(bytes.count) bytes")
        default: self = Self.reflecting(any, depth: depth)
        }
    }

    private static func reflecting(_ any: Any, depth: Int) -> JSONValue {
        let mirror = Mirror(reflecting: any)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { JSONValue(annotating: $0.value, depth: depth) } ?? .null
        case .collection where depth < maximumDepth, .set where depth < maximumDepth:
            let elements = mirror.children.prefix(maximumElements)
            return .array(elements.map { JSONValue(annotating: $0.value, depth: depth + 1) })
        case .dictionary where depth < maximumDepth:
            return .object(members(of: mirror, depth: depth))
        case .struct where !(any is any CustomStringConvertible), .tuple:
            guard depth < maximumDepth else { return .string(String(describing: type(of: any))) }
            return .object(JSONObject(fields(of: mirror, depth: depth)))
        default:
            return .string(String(describing: any))
        }
    }

    /// The members in the order of their keys, since dictionaries have none.
    private static func members(of mirror: Mirror, depth: Int) -> JSONObject {
        let pairs = mirror.children.prefix(maximumElements).compactMap { child -> (String, JSONValue)? in
            let pair = Array(Mirror(reflecting: child.value).children)
            guard pair.count == 2 else { return nil }
            return (String(describing: pair[0].value), JSONValue(annotating: pair[1].value, depth: depth + 1))
        }
        return JSONObject(pairs.sorted { $0.0 < $1.0 })
    }

    /// The members in the order in which they are declared.
    private static func fields(of mirror: Mirror, depth: Int) -> [(String, JSONValue)] {
        mirror.children.prefix(maximumElements).map { child in
            (child.label ?? "", JSONValue(annotating: child.value, depth: depth + 1))
        }
    }
}
