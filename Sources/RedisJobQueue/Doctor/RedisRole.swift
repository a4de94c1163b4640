// SPDX-License-Identifier: Apache-2.0

/// A kind of user of a queue's Redis: what it has to be allowed, as `deploy/redis/users.acl.template` allows it.
struct RedisRole {
    /// Commands on keys: every one of them on every one of those.
    struct Need {
        /// Examples of keys, without the queue's prefix; one in braces stands for itself.
        let keys: [String]
        /// Commands in lower case, subcommands after a bar.
        let commands: [String]

        init(_ keys: String, _ commands: String) {
            self.keys = keys.split(separator: " ").map(String.init)
            self.commands = commands.split(separator: " ").map(String.init)
        }
    }

    let name: String
    let needs: [Need]

    init(_ name: String, _ needs: Need...) {
        self.name = name
        self.needs = [Need("", "ping client|setname client|id cluster|slots")] + needs
    }

    static let all = [producer, consumer, worker, operatorRole, doctor, scaler]

    static let producer = RedisRole("producer", Need("jobs", "lpush"), Need("blob:x", "set pexpire"))

    static let consumer = RedisRole(
        "consumer",
        Need("results results:x", "llen lrange lrem rpop lindex brpop lmove blmove")
    )

    static let worker = RedisRole(
        "worker",
        Need("", "client|unblock info script|load time"),
        Need(
            "jobs results stage:x seq flight lease later later:x done cancel workers workers:x ctl dead dead:x",
            """
            evalsha blmove exists getrange hdel hexists hget hincrby hmget hset hstrlen incr incrby llen lmove lpush \
            lrange ltrim rpop rpush zadd zcard zcount zincrby zmscore zpopmin zrange zrem zscore
            """
        ),
        Need("blob:x", "exists getrange pexpire"),
        Need("cache:x", "get set"),
        Need("{model:x}", "\(gates) hexists hlen")
    )

    static let operatorRole = RedisRole(
        "operator",
        Need("", "script|load time"),
        Need(
            "jobs results done cancel reviewed ctl dead dead:x seq",
            """
            evalsha brpop hdel hget hincrby hmget hset hstrlen incrby llen lpush lrange lrem rpop zadd zcard zcount \
            zincrby zmscore zrange zrem zremrangebyscore zscore
            """
        ),
        Need("x", "exists getrange hget hgetall hlen hmget llen lrange memory|usage type zcard zmscore zrange zscore"),
        Need("dead dead:x seq flight", "evalsha"),
        Need("later later:x", "evalsha hset zadd"),
        Need("blob:x", "set pexpire"),
        Need("{model:x}", gates)
    )

    static let doctor = RedisRole(
        "doctor",
        Need("", "info script|load time scan acl|whoami acl|dryrun"),
        Need(
            "jobs results stage:x seq flight lease later later:x done cancel workers workers:x ctl dead dead:x",
            """
            evalsha getrange hdel hexists hget hincrby hkeys hmget hscan hset hstrlen incrby llen lrange ltrim rpush \
            type zadd zcard zcount zincrby zlexcount zmscore zrange zrem zscan zscore
            """
        )
    )

    static let scaler = RedisRole("scaler", Need("jobs lease", "eval type llen zcard"), Need("workers:info", "hvals"))

    private static let gates =
        "evalsha expire hdel hget hgetall hincrby hmget hset time zadd zrange zrem zremrangebyrank zremrangebyscore"
}
