// SPDX-License-Identifier: Apache-2.0

extension ConnectionLoop {
    /// Where the server is, as far as is known now.
    func locate() throws(LinkFailure) -> RedisEndpoint {
        guard let master = configuration.sentinelMaster else { return locator.candidate }
        return try askSentinels(for: master)
    }

    private func askSentinels(for master: String) throws(LinkFailure) -> RedisEndpoint {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let sentinels = locator.inTurn
        var failure = LinkFailure.unreachable("there is no Sentinel")
        var isLasting = true
        for (index, sentinel) in sentinels.enumerated() {
            // One that is silent must not use up the time of those behind it.
            let share = ContinuousClock.now.duration(to: deadline) / (sentinels.count - index)
            do throws(LinkFailure) {
                return try ask(sentinel, for: master, before: .now + share)
            } catch {
                if case .closed = error { throw error }
                let reason = "Sentinel at \(sentinel): \(error.reason)"
                // Others may be reached later, and know more.
                isLasting = isLasting && error.isLasting
                failure = isLasting ? .misconfigured(reason) : .unreachable(reason)
            }
        }
        throw failure
    }

    private func ask(
        _ sentinel: RedisEndpoint,
        for master: String,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) -> RedisEndpoint {
        let context = try open(sentinel, before: deadline)
        let login = RedisCommand(username: configuration.sentinelUsername, password: configuration.sentinelPassword)
        let question = RedisCommand("SENTINEL", "GET-MASTER-ADDR-BY-NAME", .string(master))
        let commands = (login.map { [$0] } ?? []) + [question]
        for command in commands { try context.append(command) }
        try flush(context, before: deadline)
        var reply = RESPValue.null
        for command in commands {
            reply = try nextReply(context) { deadline }
            if case .error(let error) = reply { throw .refused(command: command.name, error) }
        }
        guard let parts = reply.array, parts.count == 2, let host = parts[0].string, let port = parts[1].int else {
            throw .misconfigured("it knows no master of that name")
        }
        return .tcp(host: host, port: port)
    }
}
