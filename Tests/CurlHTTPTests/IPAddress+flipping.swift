// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import CurlHTTP

extension SeededGenerator {
    mutating func next128() -> UInt128 {
        UInt128(next()) << 64 | UInt128(next())
    }
}

extension IPAddress {
    /// Counted from the most significant bit.
    func flipping(bit: Int) -> IPAddress {
        switch self {
        case .v4(let bits): .v4(bits ^ 1 << (31 - bit))
        case .v6(let bits): .v6(bits ^ 1 << (127 - bit))
        }
    }
}
