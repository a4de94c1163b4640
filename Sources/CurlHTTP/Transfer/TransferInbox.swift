// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where callers leave work for the loop, and where the bound on that work is kept.
final class TransferInbox: Sendable {
    /// What a caller asks of the loop.
    enum Command: Sendable {
        case start(WaitingTransfer)
        case cancel(TransferOrder)
        case shutDown(CheckedContinuation<Void, Never>?)
    }

    private struct State {
        var commands: [Command] = []
        var statistics = CurlTransportStatistics()
        var multi: MultiHandle?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: How many transfers may be outstanding, running ones included.
    init(capacity: Int) {
        self.capacity = capacity
    }

    var statistics: CurlTransportStatistics { state.withLock { $0.statistics } }

    /// Hands the order over; the continuation is resumed by the loop, or here when the order is refused.
    func submit(_ order: TransferOrder, _ continuation: CheckedContinuation<TransferResult, Never>) {
        let refusal: HTTPTransportError? = state.withLock { state in
            if state.isClosed { return .shutDown }
            guard state.statistics.outstanding < capacity else {
                state.statistics.overloaded += 1
                return HTTPTransportError(code: .overloaded, message: "\(capacity) transfers are outstanding already")
            }
            state.statistics.outstanding += 1
            state.statistics.accepted += 1
            Self.append(.start(WaitingTransfer(order: order, continuation: continuation)), to: &state)
            return nil
        }
        if let refusal { continuation.resume(returning: .failure(refusal)) }
    }

    /// The mark is set before the command is left, so a start that comes after the command sees the mark.
    func cancel(_ order: TransferOrder) {
        order.markCancelled()
        state.withLock { state in
            if !state.isClosed { Self.append(.cancel(order), to: &state) }
        }
    }

    func requestShutdown(_ continuation: CheckedContinuation<Void, Never>?) {
        let isClosed = state.withLock { state in
            if !state.isClosed { Self.append(.shutDown(continuation), to: &state) }
            return state.isClosed
        }
        if isClosed { continuation?.resume() }
    }

    // MARK: The loop's side

    /// From now on the handle is woken when something arrives.
    func open(_ multi: MultiHandle) {
        state.withLock { $0.multi = multi }
    }

    func takeAll() -> [Command] {
        state.withLock { state in
            guard !state.commands.isEmpty else { return [] }
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Gives an accepted transfer's place back.
    func transferEnded() {
        state.withLock { $0.statistics.outstanding -= 1 }
    }

    /// Refuses all that comes later, forgets the handle and returns what had not been taken.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            state.multi = nil
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Wakes the loop for the first command only: it takes all at once. Under the lock, so the handle is alive.
    private static func append(_ command: Command, to state: inout State) {
        state.commands.append(command)
        if state.commands.count == 1 { state.multi?.wake() }
    }
}
