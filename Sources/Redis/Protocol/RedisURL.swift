// SPDX-License-Identifier: Apache-2.0

/// The parts of a Redis URL, taken apart and decoded but not yet judged as a whole.
struct RedisURL {
    enum Scheme: String, CaseIterable {
        case plain = "redis"
        case secure = "rediss"
        case sentinel = "redis+sentinel"
        case secureSentinel = "rediss+sentinel"
        case unix = "unix"
        case redisUnix = "redis+unix"

        var isSecure: Bool { self == .secure || self == .secureSentinel }
        var isSentinel: Bool { self == .sentinel || self == .secureSentinel }
        var isUnix: Bool { self == .unix || self == .redisUnix }
        var defaultPort: Int { isSentinel ? 26_379 : 6379 }
    }

    let scheme: Scheme
    var username: String?
    var password: String?
    var endpoints: [RedisEndpoint] = []
    /// What stands between slashes behind the address.
    var path: [String] = []
    var query: [(name: String, value: String)] = []

    init(_ url: String) throws(RedisError) {
        let rest: Substring
        (scheme, rest) = try Self.scheme(of: url)
        let (location, query) = rest.cut(at: "?")
        let (userInfo, address) = location.cutAtLast("@", before: scheme.isUnix ? nil : "/")
        if let userInfo { try read(userInfo: userInfo) }
        if scheme.isUnix {
            let path = try Self.decoded(address, name: "path")
            guard path.hasPrefix("/") else { throw .invalidURL("the socket path must begin with \"/\"") }
            endpoints = [.unixSocket(path: path)]
        } else {
            try read(address: address)
        }
        for item in (query ?? "").split(separator: "&") {
            let (name, value) = item.cut(at: "=")
            self.query.append((String(name), try Self.decoded(value ?? "", name: "query")))
        }
    }

    private static func scheme(of url: String) throws(RedisError) -> (Scheme, Substring) {
        if let end = url.firstRange(of: "://") {
            let name = url[..<end.lowerBound].lowercased().replacing("-", with: "+")
            if let scheme = Scheme(rawValue: name) { return (scheme, url[end.upperBound...]) }
        }
        throw .invalidURL("it must begin with redis://, rediss://, redis+sentinel://, rediss+sentinel:// or unix://")
    }

    private mutating func read(userInfo: Substring) throws(RedisError) {
        let (user, secret) = userInfo.cut(at: ":")
        if !user.isEmpty { username = try Self.decoded(user, name: "user") }
        if let secret { password = try Self.decoded(secret, name: "password") }
    }

    private mutating func read(address: Substring) throws(RedisError) {
        let (authorities, rest) = address.cut(at: "/")
        for authority in authorities.split(separator: ",", omittingEmptySubsequences: false) {
            endpoints.append(try endpoint(authority))
        }
        for part in (rest ?? "").split(separator: "/") { path.append(try Self.decoded(part, name: "path")) }
    }

    private func endpoint(_ authority: Substring) throws(RedisError) -> RedisEndpoint {
        let (host, port) = try Self.hostAndPort(authority)
        guard !host.isEmpty else { throw .invalidURL("the host is missing") }
        guard let port else { return .tcp(host: String(host), port: scheme.defaultPort) }
        guard let number = Int(port), (1...65_535).contains(number) else {
            throw .invalidURL("the port must be a number from 1 to 65535")
        }
        return .tcp(host: String(host), port: number)
    }

    private static func hostAndPort(_ authority: Substring) throws(RedisError) -> (Substring, Substring?) {
        guard authority.hasPrefix("[") else { return authority.cut(at: ":") }
        let (host, rest) = authority.dropFirst().cut(at: "]")
        guard let rest, rest.isEmpty || rest.hasPrefix(":") else {
            throw .invalidURL("the IPv6 address must end with \"]\"")
        }
        return (host, rest.isEmpty ? nil : rest.dropFirst())
    }

    private static func decoded(_ text: Substring, name: String) throws(RedisError) -> String {
        guard let decoded = text.percentDecoded else {
            throw .invalidURL("the \(name) is not percent-encoded as it must be")
        }
        return decoded
    }
}
