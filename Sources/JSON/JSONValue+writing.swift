// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// UTF-8 text of the value: members in their order, compact, or with two spaces per level when `pretty`.
    ///
    /// Doubles take the shortest form that reads back to the same double and keep a fraction or exponent (`1.0`), so
    /// that the number's case survives; a double that is not finite becomes `null`. Only what must be escaped is.
    public func serialized(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.append(self)
        return writer.bytes
    }

    /// ``serialized(pretty:)`` in compact form, as a string.
    public var text: String {
        String(decoding: serialized(), as: UTF8.self)
    }
}
