// SPDX-License-Identifier: Apache-2.0

import Redis
import Testing

struct URLTests {
    struct Case: Sendable {
        var url: String
        var endpoint: RedisEndpoint
        var username: String?
        var password: String?
        var database = 0
    }

    @Test(arguments: [
        Case(url: "redis://localhost", endpoint: .tcp(host: "localhost", port: 6379)),
        Case(url: "REDIS://localhost/", endpoint: .tcp(host: "localhost", port: 6379)),
        Case(url: "redis://10.0.0.1:7000/5", endpoint: .tcp(host: "10.0.0.1", port: 7000), database: 5),
        Case(url: "redis://h?db=2", endpoint: .tcp(host: "h", port: 6379), database: 2),
        Case(url: "redis://[::1]:7000", endpoint: .tcp(host: "::1", port: 7000)),
        Case(url: "redis://[::1]", endpoint: .tcp(host: "::1", port: 6379)),
        Case(url: "redis://:p%40ss%2F@h", endpoint: .tcp(host: "h", port: 6379), password: "p@ss/"),
        Case(
            url: "redis://u:a:b@h:1/1",
            endpoint: .tcp(host: "h", port: 1),
            username: "u",
            password: "a:b",
            database: 1
        ),
        Case(url: "redis://u@h", endpoint: .tcp(host: "h", port: 6379), username: "u"),
        Case(url: "redis://u:p@ss@h", endpoint: .tcp(host: "h", port: 6379), username: "u", password: "p@ss"),
        Case(url: "unix:///run/redis.sock", endpoint: .unixSocket(path: "/run/redis.sock")),
        Case(url: "unix:///a%20b?db=4", endpoint: .unixSocket(path: "/a b"), database: 4),
        Case(url: "redis+unix://:p@/r.sock", endpoint: .unixSocket(path: "/r.sock"), password: "p"),
    ])
    func understood(_ expected: Case) throws {
        let configuration = try RedisConfiguration(url: expected.url)
        #expect(configuration.endpoints == [expected.endpoint])
        #expect(configuration.username == expected.username)
        #expect(configuration.password == expected.password)
        #expect(configuration.database == expected.database)
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "redis://", "redis://:6379", "redis://h:0", "redis://h:65536",
        "redis://h:secret", "redis://h/secret", "redis://h/-1", "redis://h?secret=1", "redis://h?db=secret",
        "redis://u:%secret@h", "redis://[::1", "redis://[::1]secret", "unix://secret/x", "unix://", "redis://u:%ff@h",
        "redis://h,", "redis://h,:secret", "redis://h/1/secret", "redis+sentinel://h", "redis+sentinel://h/m/secret",
        "redis+sentinel://h/m?secret=1", "redis://h?cacert=secret", "rediss://h?cert=secret", "rediss://h?sni=%secret",
        "redis://h?sentinel_password=secret",
    ])
    func refused(url: String) {
        let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
        #expect(error?.code == .invalidURL)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func severalNodes() throws {
        let configuration = try RedisConfiguration(url: "redis://u:p@a,b:7000,[::1]:7001")
        let nodes: [RedisEndpoint] = [
            .tcp(host: "a", port: 6379), .tcp(host: "b", port: 7000), .tcp(host: "::1", port: 7001),
        ]
        #expect(configuration.endpoints == nodes && configuration.username == "u")
    }

    @Test(arguments: ["redis+sentinel", "redis-sentinel"])
    func sentinels(scheme: String) throws {
        let url = "\(scheme)://u:p@a,b:7000/my%20master/2?sentinel_username=su&sentinel_password=s%40p"
        let configuration = try RedisConfiguration(url: url)
        #expect(configuration.endpoints == [.tcp(host: "a", port: 26_379), .tcp(host: "b", port: 7000)])
        #expect(configuration.sentinelMaster == "my master" && configuration.database == 2)
        #expect(configuration.username == "u" && configuration.password == "p" && configuration.tls == nil)
        #expect(configuration.sentinelUsername == "su" && configuration.sentinelPassword == "s@p")
    }

    @Test func transportSecurity() throws {
        let plain = try RedisConfiguration(url: "rediss://h")
        #expect(plain.tls == RedisTLS() && plain.endpoints == [.tcp(host: "h", port: 6379)])
        let full = try RedisConfiguration(url: "rediss+sentinel://h/m?cacert=/ca.pem&cert=/c.pem&key=/k%2Epem&sni=n")
        var expected = RedisTLS()
        expected.authoritiesFile = "/ca.pem"
        expected.certificateFile = "/c.pem"
        expected.keyFile = "/k.pem"
        expected.serverName = "n"
        #expect(full.tls == expected && full.sentinelMaster == "m")
    }
}
