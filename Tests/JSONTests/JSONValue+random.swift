// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport

extension JSONValue {
    /// A finite value of at most `depth` levels.
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(Int64(bitPattern: generator.next() >> UInt64.random(in: 0..<64, using: &generator)))
        case 3: return .double(.random(in: -1e9...1e9, using: &generator))
        case 4, 5: return .string(randomText(using: &generator))
        case 6:
            return .array(
                (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                }
            )
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                        (randomText(using: &generator), random(depth: depth - 2, using: &generator))
                    }
                )
            )
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x20...0x7E, 0x20...0x7E, 0xE00...0xE5B, 0x1F600...0x1F64F]
        var text = ""
        for _ in 0..<Int.random(in: 0..<20, using: &generator) {
            let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
            text.unicodeScalars.append(Unicode.Scalar(.random(in: range, using: &generator)) ?? "?")
        }
        return text
    }
}
