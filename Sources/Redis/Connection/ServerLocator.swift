// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where the server is, for connections that must be on the same one.
///
/// Whoever finds that it is not the right one any more begins a new epoch: the others then leave it too.
final class ServerLocator: Sendable {
    private struct State {
        /// Where a node of a cluster said that the keys are.
        var target: RedisEndpoint?
        /// Nodes that the cluster told of.
        var nodes: [RedisEndpoint] = []
        var turn = 0
        var members: [ObjectIdentifier: WakeupSignal] = [:]
    }

    private let endpoints: [RedisEndpoint]
    private let state = Mutex(State())
    private let currentEpoch = Atomic(0)

    init(endpoints: [RedisEndpoint]) {
        self.endpoints = endpoints.isEmpty ? [.tcp(host: "localhost", port: 6379)] : endpoints
    }

    /// The number of the present finding.
    var epoch: Int { currentEpoch.load(ordering: .acquiring) }

    /// The address to try next.
    var candidate: RedisEndpoint {
        state.withLock { $0.target ?? candidates($0)[$0.turn % candidates($0).count] }
    }

    /// The given addresses in the order to try them.
    var inTurn: [RedisEndpoint] {
        let first = state.withLock { $0.turn % endpoints.count }
        return Array(endpoints[first...] + endpoints[..<first])
    }

    /// Says that the server of this epoch is not the one, and perhaps which one is; wakes those who are on it.
    func leave(_ epoch: Int, for target: RedisEndpoint?) {
        let members: [WakeupSignal] = state.withLock { state in
            guard currentEpoch.load(ordering: .relaxed) == epoch else { return [] }
            currentEpoch.store(epoch + 1, ordering: .releasing)
            state.target = target
            if target == nil { state.turn += 1 }
            return Array(state.members.values)
        }
        for member in members { member.signal() }
    }

    /// Says that this address could not be reached: the next one is tried.
    func giveUp(_ endpoint: RedisEndpoint) {
        state.withLock { state in
            if state.target == endpoint {
                state.target = nil
            } else if state.target == nil {
                state.turn += 1
            }
        }
    }

    /// Keeps in mind what nodes a cluster has: those that were given may all be gone one day.
    func learn(_ nodes: [RedisEndpoint]) {
        state.withLock { $0.nodes = nodes.filter { !endpoints.contains($0) } }
    }

    func join(_ member: WakeupSignal) {
        state.withLock { $0.members[ObjectIdentifier(member)] = member }
    }

    func part(_ member: WakeupSignal) {
        state.withLock { $0.members[ObjectIdentifier(member)] = nil }
    }

    private func candidates(_ state: State) -> [RedisEndpoint] { endpoints + state.nodes }
}
