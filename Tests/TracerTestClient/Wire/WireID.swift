// SPDX-License-Identifier: Apache-2.0

/// A span id: a number of 64 bits, or its text in decimal or, after `0x`, hexadecimal digits.
struct WireID: Hashable, Sendable {
    let value: UInt64

    init(_ value: UInt64) {
        self.value = value
    }
}

extension WireID: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(UInt64.self) {
            value = number
            return
        }
        let text = try container.decode(String.self)
        let parsed = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
        guard let parsed else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no id of 64 bits")
        }
        value = parsed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
