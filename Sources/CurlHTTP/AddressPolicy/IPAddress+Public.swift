// SPDX-License-Identifier: Apache-2.0

extension IPAddress {
    /// Whether the address is globally reachable, by the IANA special-purpose registries (RFC 6890 and its updates).
    ///
    /// IPv6 is refused unless known to be good: only global unicast counts. Where an IPv6 address carries an IPv4 one
    /// (mapped, NAT64, 6to4), the packet may end at that one, so that one decides.
    var isPublic: Bool {
        switch canonical {
        case .v4:
            return !Self.reservedV4.contains { $0.contains(self) }
        case .v6(let bits):
            if Self.nat64.contains(self) { return IPAddress.v4(UInt32(truncatingIfNeeded: bits)).isPublic }
            if Self.sixToFour.contains(self) { return IPAddress.v4(UInt32(truncatingIfNeeded: bits >> 80)).isPublic }
            return Self.globalUnicast.contains(self) && !Self.reservedV6.contains { $0.contains(self) }
        }
    }

    private static let nat64: AddressRange = "64:ff9b::/96"
    private static let sixToFour: AddressRange = "2002::/16"
    private static let globalUnicast: AddressRange = "2000::/3"

    /// Within global unicast: protocol assignments with Teredo and ORCHID, and the documentation ranges.
    private static let reservedV6: [AddressRange] = ["2001::/23", "2001:db8::/32", "3fff::/20"]

    private static let reservedV4: [AddressRange] = [
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // shared by carriers
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link-local, with the metadata services of the clouds
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24",  // documentation
        "192.88.99.0/24",  // former 6to4 relays
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarks
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, with broadcast
    ]
}
