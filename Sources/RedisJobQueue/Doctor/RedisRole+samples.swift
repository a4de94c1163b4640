// SPDX-License-Identifier: Apache-2.0

extension RedisRole {
    /// Commands that ask for all that the role needs, one after the other: each command on one key, and each key once.
    ///
    /// - Parameter prefix: The queue's.
    func samples(prefix: String) -> [Sample] {
        needs.flatMap { need -> [Sample] in
            let keys = need.keys.map { $0.hasPrefix("{") ? $0 : prefix + $0 }
            let commands = need.commands.map { Sample(command: $0, key: keys.first ?? "") }
            return commands + keys.dropFirst().map { Sample(command: need.commands[0], key: $0) }
        }
    }

    /// A command on a key, or on none.
    struct Sample {
        let command: String
        let key: String

        /// As it is sent.
        var words: [String] {
            let arguments = RedisRole.arguments[command, default: "K"].split(separator: " ")
            return command.split(separator: "|").map(String.init) + arguments.map { $0 == "K" ? key : String($0) }
        }
    }

    /// Arguments of the right number, with K for a key; where there is nothing, a key alone.
    private static let arguments = [
        "acl|dryrun": "default ping", "acl|whoami": "", "blmove": "K K RIGHT LEFT 1", "brpop": "K 1", "client|id": "",
        "client|setname": "x", "client|unblock": "1", "cluster|slots": "", "eval": "return(1) 1 K", "evalsha": "x 1 K",
        "expire": "K 1", "getrange": "K 0 1", "hdel": "K f", "hexists": "K f", "hget": "K f", "hincrby": "K f 1",
        "hmget": "K f", "hscan": "K 0", "hset": "K f v", "hstrlen": "K f", "incrby": "K 1", "info": "",
        "lindex": "K 0", "lmove": "K K RIGHT LEFT", "lpush": "K v", "lrange": "K 0 1", "lrem": "K 1 v",
        "ltrim": "K 0 1", "pexpire": "K 1", "ping": "", "rpush": "K v", "scan": "0", "script|load": "x",
        "set": "K v", "time": "", "zadd": "K 1 m", "zcount": "K 0 1", "zincrby": "K 1 m", "zlexcount": "K - +",
        "zmscore": "K m", "zrange": "K 0 1", "zrem": "K m", "zremrangebyrank": "K 0 1", "zremrangebyscore": "K 0 1",
        "zscan": "K 0", "zscore": "K m",
    ]
}
