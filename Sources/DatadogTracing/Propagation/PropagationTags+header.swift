// SPDX-License-Identifier: Apache-2.0

extension PropagationTags {
    /// Once propagated, now refused: it grew without bound.
    private static let refused = "_dd.p.upstream_services"

    /// The `_dd.p.*` tags of an `x-datadog-tags` header; others are left out. Nil if an item is malformed.
    init?(header: String) {
        self.init()
        var items = header.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        if items.count > 1, items.last?.isEmpty == true { items.removeLast() }
        for item in items {
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let key = Substring(item[..<equals])
            let value = Substring(item[item.index(after: equals)...]).trimmingSpaces()
            guard Self.isKey(key), Self.isValue(value) else { return nil }
            guard key.hasPrefix(Self.prefix), key != Self.refused else { continue }
            self[String(key)] = String(value)
        }
    }

    /// The tags as `k=v,k=v`.
    func header(upTo maximumLength: Int) throws(PropagationError) -> String {
        var text = ""
        for tag in tags {
            let value = tag.value.trimmingSpaces()
            guard Self.isKey(tag.key), Self.isValue(value) else { throw .notEncodable }
            if !text.isEmpty { text += "," }
            text += tag.key
            text += "="
            text += value
            guard text.utf8.count <= maximumLength else { throw .tooLong }
        }
        return text
    }

    private static func isKey(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0.isPrintable && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=")
            }
    }

    private static func isValue(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isPrintable && $0 != UInt8(ascii: ",") }
    }
}

/// Why tags cannot be written, as `_dd.propagation_error` says it.
enum PropagationError: String, Error {
    case notEncodable = "encoding_error"
    case tooLong = "inject_max_size"
}
