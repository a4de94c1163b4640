// SPDX-License-Identifier: Apache-2.0

public import JobQueue
import Redis

extension RedisJobQueue {
    /// Looks whether the users that are named as roles may do their work, and whether the user of this connection, if it
    /// has another name, may do a worker's. Nothing is changed: the server is only asked what it would allow.
    ///
    /// - Returns: Nil where the server does not tell: before Redis 7, or without the right to ask.
    public func rights() async throws(JobQueueError) -> [RedisUserRights]? {
        guard let user = try await ask([RedisCommand("ACL", "WHOAMI")])[0].string else { return nil }
        let isNamedAsRole = RedisRole.all.contains { $0.name == user }
        let pairs = RedisRole.all.map { ($0.name, $0) } + (isNamedAsRole ? [] : [(user, RedisRole.worker)])
        var found: [RedisUserRights] = []
        for (user, role) in pairs {
            switch try await ask([Self.trial(of: ["PING"], by: user)])[0] {
            case .error(let error) where error.message.contains("not found"): continue
            case .error: return nil
            default: found.append(try await rights(of: user, as: role))
            }
        }
        return found
    }

    private func rights(of user: String, as role: RedisRole) async throws(JobQueueError) -> RedisUserRights {
        let samples = role.samples(prefix: keys.prefix)
        let replies = try await ask(samples.map { Self.trial(of: $0.words, by: user) })
        let refused = zip(samples, replies).compactMap { sample, reply -> String? in
            guard reply.string != "OK" else { return nil }
            return reply.string?.contains("access the '\(sample.key)' key") == true ? sample.key : sample.command
        }
        return RedisUserRights(user: user, role: role.name, missing: Array(Set(refused)).sorted())
    }

    private static func trial(of words: [String], by user: String) -> RedisCommand {
        RedisCommand("ACL", arguments: ["DRYRUN", .string(user)] + words.map { .string($0) })
    }
}
