// SPDX-License-Identifier: Apache-2.0

/// Which addresses a transport may connect to.
///
/// The policy is asked with the address itself when a socket is opened, after name resolution and for every redirect,
/// so neither a spelling nor a name server can get round it. It belongs to the transport, not to the request, because a
/// connection that is already open is not asked again: traffic under different policies needs different transports.
public enum AddressPolicy: Sendable, Hashable {
    /// Any address, and Unix sockets.
    case unrestricted

    /// Only globally reachable addresses: no loopback, private, link-local, shared, multicast or reserved ones, neither
    /// plain nor embedded in IPv6; no Unix sockets.
    ///
    /// - Parameter allowing: Exceptions: addresses (`10.1.2.3`, `fd00::1`), ranges (`10.0.0.0/8`) and host names
    ///   (compared without case; they permit whatever the name resolves to). An entry that is none of these permits
    ///   nothing: see ``unusableEntries``.
    case publicOnly(allowing: [String])

    /// The entries of the allow list that are neither an address, a range nor a host name; check this at start.
    public var unusableEntries: [String] {
        guard case .publicOnly(let entries) = self else { return [] }
        return entries.filter { AddressPolicyEntry(parsing: $0) == nil }
    }
}
