// SPDX-License-Identifier: Apache-2.0

/// All addresses of one family that share a prefix, as in CIDR notation.
struct AddressRange: Hashable, Sendable {
    /// The first address.
    let base: IPAddress
    /// How many leading bits count.
    let prefixLength: Int

    /// Nil when the prefix is longer than an address. Bits after the prefix are cleared.
    init?(_ address: IPAddress, prefixLength: Int) {
        guard (0...address.bitWidth).contains(prefixLength) else { return nil }
        base = address.masked(toPrefix: prefixLength)
        self.prefixLength = prefixLength
    }

    /// Reads `address/prefix` or a lone address; IPv6 may stand in brackets.
    init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(parsing: Self.unbracketed(first)) else { return nil }
        switch parts.count {
        case 1:
            self.init(address, prefixLength: address.bitWidth)
        case 2:
            guard let length = Self.prefixLength(parts[1]) else { return nil }
            self.init(address, prefixLength: length)
        default:
            return nil
        }
    }

    /// Whether the address, or the IPv4 address that it maps, lies in the range.
    func contains(_ address: IPAddress) -> Bool {
        let address = base.bitWidth == 32 ? address.canonical : address
        guard address.bitWidth == base.bitWidth else { return false }
        return address.masked(toPrefix: prefixLength) == base
    }

    private static func unbracketed(_ text: Substring) -> Substring {
        text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text
    }

    private static func prefixLength(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

extension AddressRange: ExpressibleByStringLiteral {
    /// For ranges written in the source: a wrong one is a mistake of ours and stops the program.
    init(stringLiteral text: String) {
        guard let range = Self(parsing: text) else { preconditionFailure("Not an address range: \(text)") }
        self = range
    }
}
