// SPDX-License-Identifier: Apache-2.0

extension ConnectionLoop {
    /// Sends what every new connection needs, in one go.
    func greet(
        _ context: borrowing HiredisContext,
        at endpoint: RedisEndpoint,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) {
        let required = loginCommands.count
        let commands = loginCommands + probeCommands
        for command in commands { try context.append(command) }
        var refusal: LinkFailure?
        var greeting = ServerGreeting()
        do throws(LinkFailure) {
            try flush(context, before: deadline)
            for (index, command) in commands.enumerated() {
                let reply = try nextReply(context) { deadline }
                if command.name == "HELLO" { greeting = ServerGreeting(reply) }
                refusal = refusal ?? judge(reply, to: command, isRequired: index < required)
            }
        } catch {
            throw explain(error, after: refusal)
        }
        if let refusal { throw refusal }
        try greeting.check(mustBeMaster: configuration.sentinelMaster != nil)
        inbox.clientID = greeting.clientID
        inbox.isCluster = greeting.isCluster
        if greeting.isCluster { try learnNodes(context, at: endpoint, before: deadline) }
    }

    private func explain(_ failure: LinkFailure, after refusal: LinkFailure?) -> LinkFailure {
        switch failure {
        case .timedOut: .unreachable("the server accepted the connection but did not answer")
        // A server that refuses to log in keeps the connection. One that hangs up has no room, which may pass.
        case .lost: refusal.map { .unreachable("the server hung up; \($0.reason)") } ?? failure
        default: failure
        }
    }

    private var loginCommands: [RedisCommand] {
        var commands: [RedisCommand] = []
        if let login = RedisCommand(username: configuration.username, password: configuration.password) {
            commands.append(login)
        }
        if configuration.database != 0 { commands.append(RedisCommand("SELECT", .integer(configuration.database))) }
        return commands
    }

    // HELLO needs no right; it tells version, role and number. PING is refused while the server loads its data, and then
    // we wait for it.
    private var probeCommands: [RedisCommand] {
        let name = configuration.clientName.map { [RedisCommand("CLIENT", "SETNAME", .string($0))] } ?? []
        return [RedisCommand("HELLO", 2)] + name + [RedisCommand("PING")]
    }

    private func judge(_ reply: RESPValue, to command: RedisCommand, isRequired: Bool) -> LinkFailure? {
        guard case .error(let error) = reply else { return nil }
        // A user may well lack the right to a probe, and a service not know it.
        guard isRequired || error.prefix != .noPermission && error.prefix != .generic else { return nil }
        return .refused(command: command.name, error)
    }

    /// Asks a cluster for its nodes. Without the right to, those that the URL names must do.
    private func learnNodes(
        _ context: borrowing HiredisContext,
        at endpoint: RedisEndpoint,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) {
        try context.append(RedisCommand("CLUSTER", "SLOTS"))
        try flush(context, before: deadline)
        let ranges = try nextReply(context) { deadline }.array ?? []
        var nodes: [RedisEndpoint] = []
        for node in ranges.flatMap({ $0.array?.dropFirst(2) ?? [] }) {
            // An address, a port, and more that varies between versions. No address: that of the node which answers.
            guard let parts = node.array, parts.count >= 2, let port = parts[1].int, parts[0].string != "?",
                let node = endpoint.sibling(host: parts[0].string ?? "", port: port), !nodes.contains(node)
            else { continue }
            nodes.append(node)
        }
        locator.learn(nodes)
    }
}

extension RedisCommand {
    /// Logs in; nil where there is nothing to log in with.
    init?(username: String?, password: String?) {
        if let username {
            self.init("AUTH", .string(username), .string(password ?? ""))
        } else if let password {
            self.init("AUTH", .string(password))
        } else {
            return nil
        }
    }
}
