// SPDX-License-Identifier: Apache-2.0

extension RedisConfiguration {
    /// Reads a configuration from a URL.
    ///
    /// Understood are `redis://[user[:password]@]host[:port][/db]` (port 6379 unless given) and
    /// `unix://[user[:password]@]/path[?db=n]`, also spelt `redis+unix://`. User, password and path may be
    /// percent-encoded; `?db=n` works for both.
    ///
    /// - Throws: `invalidURL`, or `unsupported` for `rediss://`. The text never repeats the URL, which may hold a
    ///   password.
    public init(url: String) throws(RedisError) {
        let (scheme, rest) = try Self.split(url)
        let (location, query) = rest.cut(at: "?")
        let (userInfo, address) = location.cutAtLast("@", before: scheme == .unix ? nil : "/")
        switch scheme {
        case .tcp:
            let (authority, path) = address.cut(at: "/")
            self.init(endpoint: try Self.tcpEndpoint(authority))
            if let path, !path.isEmpty { database = try Self.database(path) }
        case .unix:
            let path = try Self.decoded(address, name: "path")
            guard path.hasPrefix("/") else { throw .invalidURL("the socket path must begin with \"/\"") }
            self.init(endpoint: .unixSocket(path: path))
        }
        try readCredentials(userInfo)
        try readQuery(query)
    }

    private enum Scheme {
        case tcp
        case unix
    }

    private static func split(_ url: String) throws(RedisError) -> (Scheme, Substring) {
        for (prefix, scheme) in [("redis://", Scheme.tcp), ("unix://", .unix), ("redis+unix://", .unix)]
        where url.lowercased().hasPrefix(prefix) {
            return (scheme, url.dropFirst(prefix.count))
        }
        guard !url.lowercased().hasPrefix("rediss://") else {
            throw RedisError(
                code: .unsupported,
                message: "Redis over TLS (rediss://) is not supported yet; use redis://"
            )
        }
        throw .invalidURL("it must begin with redis:// or unix://")
    }

    private static func tcpEndpoint(_ authority: Substring) throws(RedisError) -> RedisEndpoint {
        let (host, port) = try hostAndPort(authority)
        guard !host.isEmpty else { throw .invalidURL("the host is missing") }
        guard let port else { return .tcp(host: String(host), port: 6379) }
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

    private static func database(_ text: Substring) throws(RedisError) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw .invalidURL("the database must be a number from 0")
        }
        return number
    }

    private static func decoded(_ text: Substring, name: String) throws(RedisError) -> String {
        guard let decoded = text.percentDecoded else {
            throw .invalidURL("the \(name) is not percent-encoded as it must be")
        }
        return decoded
    }

    private mutating func readCredentials(_ userInfo: Substring?) throws(RedisError) {
        guard let userInfo else { return }
        let (user, secret) = userInfo.cut(at: ":")
        if !user.isEmpty { username = try Self.decoded(user, name: "user") }
        if let secret { password = try Self.decoded(secret, name: "password") }
    }

    private mutating func readQuery(_ query: Substring?) throws(RedisError) {
        for item in (query ?? "").split(separator: "&") {
            let (name, value) = item.cut(at: "=")
            guard name == "db" else { throw .invalidURL("the only query parameter understood is \"db\"") }
            database = try Self.database(value ?? "")
        }
    }
}
