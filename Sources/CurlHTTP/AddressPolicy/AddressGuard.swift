// SPDX-License-Identifier: Apache-2.0

/// An ``AddressPolicy`` made ready to be asked.
struct AddressGuard: Sendable {
    private var ranges: [AddressRange] = []
    private var hosts: Set<String> = []

    /// Nil when everything is permitted.
    init?(_ policy: AddressPolicy) {
        guard case .publicOnly(let entries) = policy else { return nil }
        for entry in entries.compactMap(AddressPolicyEntry.init(parsing:)) {
            switch entry {
            case .range(let range): ranges.append(range)
            case .host(let host): hosts.insert(host)
            }
        }
    }

    /// Whether a connection to the address may be opened on behalf of a URL with this host.
    func permits(_ address: IPAddress, host: @autoclosure () -> String?) -> Bool {
        if address.isPublic || ranges.contains(where: { $0.contains(address) }) { return true }
        guard !hosts.isEmpty, let host = host() else { return false }
        return hosts.contains(AddressPolicyEntry.canonicalHost(host))
    }
}
