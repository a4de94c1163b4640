// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// What the threads of one ``LoopbackHTTPServer`` share.
final class LoopbackRequestLog: Sendable {
    private struct State {
        var requests: [RecordedHTTPRequest] = []
        var accepted = 0
        var openSockets: Set<Int32> = []
        var threads = 0
        var isStopping = false
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var requests: [RecordedHTTPRequest] { state.withLock { $0.requests } }
    var acceptedConnections: Int { state.withLock { $0.accepted } }

    func record(_ request: RecordedHTTPRequest) {
        let due = state.withLock { state in
            state.requests.append(request)
            let due = state.waiters.filter { $0.count <= state.requests.count }.map(\.continuation)
            state.waiters.removeAll { $0.count <= state.requests.count }
            return due
        }
        for continuation in due { continuation.resume() }
    }

    func waitForRequests(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isDue = state.withLock { state in
                if state.requests.count >= count || state.isStopping { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isDue { continuation.resume() }
        }
    }

    /// The connection's number, or nil when the server is stopping.
    func connectionOpened(_ socket: Int32) -> Int? {
        state.withLock { state in
            guard !state.isStopping else { return nil }
            state.accepted += 1
            state.openSockets.insert(socket)
            return state.accepted
        }
    }

    /// Closes the socket under the lock, so that stopping can never shut down a number that was given away again.
    func connectionClosed(_ socket: Int32) {
        state.withLock { state in
            state.openSockets.remove(socket)
            _ = close(socket)
        }
    }

    func threadStarted() {
        state.withLock { $0.threads += 1 }
    }

    func threadEnded() {
        state.withLock { $0.threads -= 1 }
    }

    /// Wakes every thread and waiter; false if that was done before.
    func beginStopping() -> Bool {
        let waiters: [CheckedContinuation<Void, Never>]? = state.withLock { state in
            guard !state.isStopping else { return nil }
            state.isStopping = true
            for socket in state.openSockets { _ = shutdown(socket, Int32(SHUT_RDWR)) }
            defer { state.waiters = [] }
            return state.waiters.map(\.continuation)
        }
        for waiter in waiters ?? [] { waiter.resume() }
        return waiters != nil
    }

    func waitUntilIdle() {
        while state.withLock({ $0.threads > 0 }) { usleep(200) }
    }
}
