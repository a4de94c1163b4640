// SPDX-License-Identifier: Apache-2.0

/// Host and port as a request names them.
struct Authority: Hashable {
    /// In lower case; an IPv6 address without its brackets.
    let host: String
    let port: String

    init?(_ text: String) {
        let text = text.lowercased()
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            port = String(rest.dropFirst())
        } else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            host = String(parts[0])
            port = parts.count > 1 ? String(parts[1]) : ""
        }
        guard !host.isEmpty, port.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    }

    /// Whether a host is an IP address, which nobody can make lead elsewhere.
    static func isAddress(_ host: String) -> Bool {
        if host.contains(":") { return host.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
