// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Addresses of other services without their IP addresses: there are too many to tell statistics apart by.
enum PeerAddress {
    /// Of a list of hosts, separated by commas, the IP addresses are replaced, and what is then there twice left out.
    ///
    /// Names stay, and addresses that mean the machine itself or its cloud.
    static func anonymized(_ hosts: String) -> String {
        var seen: [String] = []
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            let host = anonymizedHost(host)
            if !seen.contains(host) { seen.append(host) }
        }
        return seen.joined(separator: ",")
    }

    private static let replacement = "blocked-ip-address"
    private static let wellKnown = ["127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254", "169.254.170.2"]
    private static let schemes = ["dnspoll", "ftp", "file", "http", "https"]

    private static func anonymizedHost(_ host: Substring) -> String {
        let start = addressStart(host)
        let address = host[start...]
        guard let (found, rest) = leadingIPv4(address) ?? leadingIPv6(address) else { return String(host) }
        guard !wellKnown.contains(String(found)) else { return String(host) }
        return host[..<start] + replacement + rest
    }

    /// After `ip-` or a scheme.
    private static func addressStart(_ host: Substring) -> String.Index {
        if host.hasPrefix("ip-") { return host.index(host.startIndex, offsetBy: 3) }
        guard let colon = host.firstIndex(of: ":"), schemes.contains(String(host[..<colon])) else {
            return host.startIndex
        }
        let slashes = host[host.index(after: colon)...].prefix(3).prefix { $0 == "/" }
        return slashes.count < 2 ? host.startIndex : slashes.endIndex
    }

    /// Four numbers up to 255, separated by all dots, all hyphens or all underscores, and what follows them.
    private static func leadingIPv4(_ text: Substring) -> (Substring, rest: Substring)? {
        guard let separator = text.first(where: { !$0.isDigit }), ".-_".contains(separator) else { return nil }
        var rest = text
        for field in 0..<4 {
            let digits = rest.prefix(4).prefix(while: \.isDigit)
            guard UInt8(digits) != nil, digits.count == 1 || digits.first != "0" else { return nil }
            rest = rest[digits.endIndex...]
            guard field < 3 else { break }
            guard rest.first == separator else { return nil }
            rest = rest.dropFirst()
        }
        return (text[..<rest.startIndex], rest)
    }

    /// The whole text, or what is between brackets, and what follows them.
    private static func leadingIPv6(_ text: Substring) -> (Substring, rest: Substring)? {
        if text.first == "[", let end = text.firstIndex(of: "]") {
            let address = text[..<end].dropFirst()
            return isIPv6(address) ? (address, text[text.index(after: end)...]) : nil
        }
        return isIPv6(text) ? (text, "") : nil
    }

    private static func isIPv6(_ text: Substring) -> Bool {
        var address = in6_addr()
        return text.contains(":") && inet_pton(AF_INET6, String(text), &address) == 1
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
