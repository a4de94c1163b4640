// SPDX-License-Identifier: Apache-2.0

extension AgentAddress {
    /// What an address may look like.
    static let notations = "use http://host:port, https://host:port (either with a path), or unix:///path of a socket"

    /// The longest path that a socket's address holds.
    private static let longestSocketPath = 107

    /// What is wrong with a text that is to be an address.
    struct Mistake: Error {
        /// What to do about it.
        let mend: String
    }

    /// Reads `http://host:port/prefix`, `https://…` or `unix:///path`; schemes in any case.
    init(parsing text: String) throws(Mistake) {
        guard let end = text.firstRange(of: "://") else { throw Mistake(mend: Self.notations) }
        let rest = text[end.upperBound...]
        switch text[..<end.lowerBound].lowercased() {
        case "unix": self = .unixSocket(path: try Self.socketPath(rest))
        case "http": self = .http(url: "http://" + (try Self.hostAndPath(rest)))
        case "https": self = .http(url: "https://" + (try Self.hostAndPath(rest)))
        default: throw Mistake(mend: Self.notations)
        }
    }

    /// The address of a host without a port in it; IPv6 with or without brackets.
    init(host: String, port: Int) throws(Mistake) {
        let isIPv6 = host.contains(":")
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host[...]
        let isPlain = !bare.isEmpty && bare.allSatisfy { $0.isASCII && !"/?#@[] ".contains($0) }
        guard isPlain, !isIPv6 || bare.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
            throw Mistake(mend: "give the host's name or address alone, and the port in DD_TRACE_AGENT_PORT")
        }
        self = .http(url: isIPv6 ? "http://[\(bare)]:\(port)" : "http://\(bare):\(port)")
    }

    private static func socketPath(_ text: Substring) throws(Mistake) -> String {
        guard text.hasPrefix("/"), text.count > 1 else {
            throw Mistake(mend: "give the absolute path of a socket: unix:///path")
        }
        guard text.utf8.count <= longestSocketPath else {
            throw Mistake(mend: "the path of a socket has at most \(longestSocketPath) bytes")
        }
        return String(text)
    }

    private static func hostAndPath(_ text: some StringProtocol) throws(Mistake) -> String {
        let authority = text.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw Mistake(mend: "leave out the user and password") }
        guard !text.contains(where: { "?# ".contains($0) || !$0.isASCII }) else { throw Mistake(mend: notations) }
        var (host, port) = (String(authority), String?.none)
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            host = String(authority[..<colon])
            port = String(authority[authority.index(after: colon)...])
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 2
        guard !host.isEmpty, isBracketed || !host.contains(where: { "[]:".contains($0) }) else {
            throw Mistake(mend: notations)
        }
        if let port, !(1...65_535).contains(Int(port) ?? 0) {
            throw Mistake(mend: "a port is a number from 1 to 65535")
        }
        let path = text.dropFirst(authority.count).reversed().drop { $0 == "/" }.reversed()
        return String(authority) + String(path)
    }
}
