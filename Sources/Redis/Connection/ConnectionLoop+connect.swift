// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

extension ConnectionLoop {
    /// Opens a socket to the first address that answers, and logs in.
    func connect() throws(LinkFailure) -> HiredisContext {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let context = try HiredisContext.adopting(try openSocket(before: deadline))
        try greet(context, before: deadline)
        logger.debug("Redis connected", metadata: [LogKey.endpoint: "\(configuration.endpoint)"])
        return context
    }

    private func openSocket(before deadline: ContinuousClock.Instant) throws(LinkFailure) -> ClientSocket {
        var failure = LinkFailure.unreachable("the host has no address")
        let addresses = try SocketAddress.resolve(configuration.endpoint)
        for (index, address) in addresses.enumerated() {
            // An address that is silent must not use up the time of those behind it.
            let share = ContinuousClock.now.duration(to: deadline) / (addresses.count - index)
            do throws(LinkFailure) {
                let socket = try ClientSocket.connecting(to: address)
                guard try sleep(until: .now + share, watching: socket.descriptor, for: POLLOUT) else {
                    throw .unreachable("connecting took too long")
                }
                try socket.checkConnected()
                return socket
            } catch {
                if case .closed = error { throw error }
                failure = error
            }
        }
        throw failure
    }

    /// Sends what every new connection needs, in one go.
    private func greet(
        _ context: borrowing HiredisContext,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) {
        let commands = loginCommands + probeCommands
        for command in commands { try context.append(command) }
        var refusal: LinkFailure?
        do throws(LinkFailure) {
            try flush(context, before: deadline)
            for (index, command) in commands.enumerated() {
                let reply = try nextReply(context) { deadline }
                refusal = refusal ?? judge(reply, to: command, isRequired: index < loginCommands.count)
            }
        } catch {
            throw explain(error, after: refusal)
        }
        if let refusal { throw refusal }
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
        if let username = configuration.username {
            commands.append(RedisCommand("AUTH", .string(username), .string(configuration.password ?? "")))
        } else if let password = configuration.password {
            commands.append(RedisCommand("AUTH", .string(password)))
        }
        if configuration.database != 0 { commands.append(RedisCommand("SELECT", .integer(configuration.database))) }
        if let name = configuration.clientName { commands.append(RedisCommand("CLIENT", "SETNAME", .string(name))) }
        return commands
    }

    // The number is for unblocking; PING is refused while the server loads its data, and then we wait for it.
    private var probeCommands: [RedisCommand] {
        [RedisCommand("CLIENT", "ID"), RedisCommand("PING")]
    }

    private func judge(_ reply: RESPValue, to command: RedisCommand, isRequired: Bool) -> LinkFailure? {
        switch reply {
        case .error(let error):
            // A user may well lack the right to a probe.
            guard error.prefix != .noPermission || isRequired else { return nil }
            return .refused(command: command.name, error)
        case .integer(let id):
            inbox.clientID = Int(id)
            return nil
        default:
            return nil
        }
    }
}
