// SPDX-License-Identifier: Apache-2.0

extension PropagationTags {
    /// Once propagated, now refused: it grew without bound.
    private static let refused = "_dd.p.upstream_services"

    /// The `_dd.p.*` tags of an `x-datadog-tags` header; others are left out. Nil if an item is malformed.
    init?(header: String) {
        self.init()
        for item in header.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = item.firstIndex(of: "=") else { return nil }
            let key = item[..<equals]
            let value = item[item.index(after: equals)...]
            guard Self.isKey(key), Self.isValue(value) else { return nil }
            guard key.hasPrefix(Self.prefix), key != Self.refused else { continue }
            self[String(key)] = String(value)
        }
    }

    /// The tags as `k=v,k=v`; nil if one of them cannot be written.
    var header: String? {
        guard tags.allSatisfy({ Self.isKey($0.key) && Self.isValue($0.value) }) else { return nil }
        return tags.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    private static func isKey(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
    }

    private static func isValue(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
    }
}
