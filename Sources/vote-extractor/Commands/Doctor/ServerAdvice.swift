// SPDX-License-Identifier: Apache-2.0

import RedisJobQueue

/// What an operator should know of a Redis server that is to hold a queue.
struct ServerAdvice {
    /// What keeps a queue from working there, or loses jobs: a sentence each; none if all is well.
    let dangers: [String]
    /// What else should be looked at.
    let hints: [String]

    var lines: [String] { dangers + hints }

    init(_ facts: RedisServerFacts) {
        dangers = Self.dangers(facts)
        hints = Self.hints(facts)
    }

    private static func dangers(_ facts: RedisServerFacts) -> [String] {
        var lines: [String] = []
        let version = facts.version.split(separator: ".").prefix(2).compactMap { Int($0) }
        if version.count == 2, (version[0], version[1]) < (6, 2) {
            lines.append("Redis \(facts.version) is too old: the queue needs 6.2 or later")
        }
        if let role = facts.role, role != "master" {
            lines.append("this server is a replica: writes will be refused; give the master's address")
        }
        if facts.evictionPolicy == nil {
            lines.append(unknownPolicy)
        } else if let policy = facts.evictionPolicy, policy != "noeviction" {
            lines.append("maxmemory-policy is \(policy): a full Redis would throw jobs away; set noeviction")
        }
        return lines
    }

    /// Where a server does not tell.
    static let unknownPolicy =
        "maxmemory-policy is unknown, since this server does not say: see to it that it is noeviction, or a full Redis throws jobs away"

    private static func hints(_ facts: RedisServerFacts) -> [String] {
        var lines: [String] = []
        if facts.hasAppendOnlyFile == false {
            lines.append(
                "a crash of Redis loses what came since its last snapshot, if it makes any: set appendonly yes"
            )
        }
        if facts.maximumMemory == 0 {
            lines.append(
                "maxmemory is not set: where memory runs out the system ends Redis, rather than Redis refuse writes; "
                    + "set it below what its machine or container has"
            )
        }
        if let used = facts.usedMemory, let maximum = facts.maximumMemory, maximum > 0, used > maximum / 5 * 4 {
            lines.append("Redis uses \(used) of \(maximum) bytes: give it more, or take results and dead letters off")
        }
        if abs(facts.clockSkew / .seconds(1)) > 5 {
            lines.append("Redis' clock and this machine's are \(facts.clockSkew) apart: deadlines and ages will be off")
        }
        return lines
    }
}
