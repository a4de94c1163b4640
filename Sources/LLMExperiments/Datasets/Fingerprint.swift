// SPDX-License-Identifier: Apache-2.0

import JSON

/// A name for content: 32 hexadecimal digits, the same for the same JSON whatever the order of its keys.
///
/// FNV-1a, 128 bits: it tells contents apart, and is no protection against someone who makes two alike.
enum Fingerprint {
    static func of(_ values: [JSONValue]) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in JSONValue.array(values.map(sorted)).serialized() {
            hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    private static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(sorted))
        case .object(let object):
            .object(JSONObject(object.sorted { $0.key < $1.key }.map { ($0.key, sorted($0.value)) }))
        // 1 and 1.0 mean the same.
        case .double(let number): Int64(exactly: number).map { .integer($0) } ?? value
        default: value
        }
    }
}
