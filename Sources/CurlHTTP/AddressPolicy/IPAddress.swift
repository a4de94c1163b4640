// SPDX-License-Identifier: Apache-2.0

import Glibc

/// An IPv4 or IPv6 address as a number, its first byte the most significant.
enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads the strict dotted or colon form: no octal, hexadecimal or shortened IPv4, no zone.
    init?(parsing text: some StringProtocol) {
        let text = String(text)
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self = .v4(UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self = .v6(withUnsafeBytes(of: v6) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        } else {
            return nil
        }
    }

    /// Reads a socket address; nil for other families and for too short a length.
    init?(socketAddress pointer: UnsafePointer<sockaddr>, length: Int) {
        let bytes = UnsafeRawBufferPointer(start: pointer, count: length)
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let address = bytes.loadUnaligned(as: sockaddr_in.self)
            self = .v4(UInt32(bigEndian: address.sin_addr.s_addr))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let address = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self = .v6(withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        default:
            return nil
        }
    }

    var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// The IPv4 address that `::ffff:0:0/96` stands for, else the address itself.
    var canonical: IPAddress {
        guard case .v6(let bits) = self, bits >> 32 == 0xffff else { return self }
        return .v4(UInt32(truncatingIfNeeded: bits))
    }

    /// The address with all bits after the prefix cleared; the prefix is at most `bitWidth`.
    func masked(toPrefix length: Int) -> IPAddress {
        switch self {
        case .v4(let bits): .v4(bits & ~(UInt32.max >> length))
        case .v6(let bits): .v6(bits & ~(UInt128.max >> length))
        }
    }
}
