// SPDX-License-Identifier: Apache-2.0

import Glibc
import Logging

extension ConnectionLoop {
    /// Connects to a server and logs in.
    func connect(to endpoint: RedisEndpoint) throws(LinkFailure) -> HiredisContext {
        do throws(LinkFailure) {
            let deadline = ContinuousClock.now + configuration.connectTimeout
            let context = try open(endpoint, before: deadline)
            try greet(context, at: endpoint, before: deadline)
            logger.debug("Redis connected", metadata: [LogKey.endpoint: "\(endpoint)"])
            return context
        } catch {
            locator.giveUp(endpoint)
            throw error
        }
    }

    /// Opens a connection to the first of an endpoint's addresses that answers.
    func open(
        _ endpoint: RedisEndpoint,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) -> HiredisContext {
        guard let tls = configuration.tls, case .tcp(let host, let port) = endpoint else {
            return try HiredisContext.adopting(try openSocket(endpoint, before: deadline))
        }
        let stream = try TLSStream(host: host, port: port, settings: tls, before: deadline) { inbox.isClosed }
        return try HiredisContext.adopting(stream)
    }

    private func openSocket(
        _ endpoint: RedisEndpoint,
        before deadline: ContinuousClock.Instant
    ) throws(LinkFailure) -> ClientSocket {
        var failure = LinkFailure.unreachable("the host has no address")
        let addresses = try SocketAddress.resolve(endpoint)
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
}
