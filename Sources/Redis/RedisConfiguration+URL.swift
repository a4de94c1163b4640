// SPDX-License-Identifier: Apache-2.0

extension RedisConfiguration {
    /// Reads a configuration from a URL.
    ///
    /// - `redis://[user[:password]@]host[:port][,host[:port]…][/db]`: one server, or nodes of one cluster, which are tried
    ///   in turn. The port is 6379 unless given.
    /// - `redis+sentinel://[user[:password]@]sentinel[:port][,…]/master[/db]`: the master that Sentinels watch under this
    ///   name. User and password are the master's; `?sentinel_username=…&sentinel_password=…` are the Sentinels' own. The
    ///   port is 26379 unless given.
    /// - `rediss://…` and `rediss+sentinel://…`: the same over TLS. `?cacert=…` names a file of authorities in place of the
    ///   system's, `?cert=…&key=…` the client's certificate and key, `?sni=…` the name that the certificate must bear if it
    ///   is not the host's; see ``RedisTLS``.
    /// - `unix://[user[:password]@]/path`, also spelt `redis+unix://`.
    ///
    /// `?db=n` names the database in all of them. User, password, path and query may be percent-encoded; `-` may stand for
    /// `+` in schemes.
    ///
    /// - Throws: `invalidURL`. The text never repeats the URL, which may hold a password.
    public init(url: String) throws(RedisError) {
        let parts = try RedisURL(url)
        self.init(endpoint: parts.endpoints[0])
        endpoints = parts.endpoints
        username = parts.username
        password = parts.password
        var path = parts.path
        if parts.scheme.isSentinel {
            guard !path.isEmpty else { throw .invalidURL("the master's name is missing: …/master") }
            sentinelMaster = path.removeFirst()
        }
        if !path.isEmpty { database = try Self.database(path.removeFirst()) }
        guard path.isEmpty else { throw .invalidURL("the path has too many parts") }
        if parts.scheme.isSecure { tls = RedisTLS() }
        for (name, value) in parts.query { try read(name, value) }
        if let tls, (tls.certificateFile == nil) != (tls.keyFile == nil) {
            throw .invalidURL("\"cert\" and \"key\" belong together")
        }
    }

    private mutating func read(_ name: String, _ value: String) throws(RedisError) {
        switch name {
        case "db": database = try Self.database(value)
        case "sentinel_username" where sentinelMaster != nil: sentinelUsername = value
        case "sentinel_password" where sentinelMaster != nil: sentinelPassword = value
        case "cacert" where tls != nil: tls?.authoritiesFile = value
        case "cert" where tls != nil: tls?.certificateFile = value
        case "key" where tls != nil: tls?.keyFile = value
        case "sni" where tls != nil: tls?.serverName = value
        default:
            throw .invalidURL(
                "a query parameter is not understood here. There are db, with TLS cacert, cert, key and sni, "
                    + "with Sentinels sentinel_username and sentinel_password"
            )
        }
    }

    private static func database(_ text: String) throws(RedisError) -> Int {
        guard let number = Int(text), number >= 0 else {
            throw .invalidURL("the database must be a number from 0")
        }
        return number
    }
}
