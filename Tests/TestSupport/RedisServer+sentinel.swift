// SPDX-License-Identifier: Apache-2.0

extension RedisServerOptions {
    /// A Sentinel that watches the master at a loopback port under the name `main`, and needs no others to agree.
    public static func sentinel(of master: Int, password: String? = nil) -> RedisServerOptions {
        var options = RedisServerOptions(listensOnTCP: true, arguments: ["--sentinel"])
        options.configuration = [
            "sentinel monitor main 127.0.0.1 \(master) 1",
            "sentinel down-after-milliseconds main 500",
            "sentinel failover-timeout main 3000",
        ]
        options.password = password
        return options
    }

    /// A replica of the master at a loopback port.
    public static func replica(of master: Int) -> RedisServerOptions {
        RedisServerOptions(
            listensOnTCP: true,
            arguments: ["--replicaof", "127.0.0.1", "\(master)", "--repl-diskless-sync-delay", "0"]
        )
    }
}
