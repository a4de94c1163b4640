// SPDX-License-Identifier: Apache-2.0

package import JSON

extension JSONValue {
    /// The value in MessagePack, as structured tags hold it (``DatadogSpan/setStruct(_:_:)``).
    package var messagePack: [UInt8] {
        var writer = MessagePackWriter()
        writer.append(json: self)
        return writer.bytes
    }
}

extension MessagePackWriter {
    fileprivate mutating func append(json: JSONValue) {
        switch json {
        case .null: append(encoded: [0xc0])
        case .bool(let bool): append(bool: bool)
        case .integer(let integer): append(integer: integer)
        case .double(let double): append(double: double)
        case .string(let string): append(string: string)
        case .array(let elements):
            append(arrayOf: elements.count)
            for element in elements { append(json: element) }
        case .object(let object):
            append(mapOf: object.count)
            for (key, value) in object {
                append(string: key)
                append(json: value)
            }
        }
    }
}
