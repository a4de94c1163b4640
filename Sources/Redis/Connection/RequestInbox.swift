// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Synchronization

/// The place where callers leave requests for the connection's thread.
final class RequestInbox: Sendable {
    private struct State {
        var waiting: Deque<Submission> = []
        var earliestDeadline = ContinuousClock.Instant.farFuture
        // When the thread will look by itself; farPast while it is awake or has been signalled already.
        var looksAt = ContinuousClock.Instant.farPast
        var isClosed = false
        var hasEnded = false
        var clientID: Int?
        var isCluster = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []

        mutating func takeWaiting() -> Deque<Submission> {
            defer { waiting = [] }
            earliestDeadline = .farFuture
            return waiting
        }
    }

    let wakeup = WakeupSignal()
    private let configuration: RedisConfiguration
    private let state = Mutex(State())
    private let pendingCommands = Atomic(0)
    private let pendingBytes = Atomic(0)

    init(configuration: RedisConfiguration) {
        self.configuration = configuration
    }

    // MARK: Callers

    /// Takes a request in, or completes it at once with the reason why not.
    func submit(_ request: PendingRequest) {
        guard reserve(request) else {
            request.complete(.failure(.overloaded(request.name, at: configuration.address)))
            return
        }
        let (isClosed, mustSignal) = state.withLock { state in
            guard !state.isClosed else { return (true, false) }
            state.waiting.append(Submission(request: request))
            state.earliestDeadline = min(state.earliestDeadline, request.deadline)
            guard request.deadline < state.looksAt else { return (false, false) }
            state.looksAt = .farPast
            return (false, true)
        }
        if mustSignal { wakeup.signal() }
        if isClosed { settle(request, .failure(.closed(request.name, at: configuration.address))) }
    }

    /// Refuses new requests, fails those that wait and tells the thread to end.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.looksAt = .farPast
            return state.takeWaiting()
        }
        wakeup.signal()
        for submission in waiting { settleClosed(submission) }
    }

    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.endWaiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    var clientID: Int? {
        get { state.withLock { $0.clientID } }
        set { state.withLock { $0.clientID = newValue } }
    }

    var isCluster: Bool {
        get { state.withLock { $0.isCluster } }
        set { state.withLock { $0.isCluster = newValue } }
    }

    // MARK: The thread

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Takes requests in order until their bytes reach `limit`; one at least, if there is one.
    func take(upTo limit: Int) -> Deque<Submission> {
        state.withLock { state in
            var bytes = 0
            let end = state.waiting.firstIndex { submission in
                defer { bytes += submission.request.byteCount }
                return bytes >= limit && bytes > 0
            }
            guard let end else { return state.takeWaiting() }
            defer { state.waiting.removeFirst(end) }
            return Deque(state.waiting[..<end])
        }
    }

    /// Puts requests back in front, to be sent again.
    func putBack(_ submissions: [Submission]) {
        guard !submissions.isEmpty else { return }
        let isClosed = state.withLock { state in
            guard !state.isClosed else { return true }
            state.waiting.insert(contentsOf: submissions, at: 0)
            state.earliestDeadline = submissions.reduce(state.earliestDeadline) { min($0, $1.request.deadline) }
            return false
        }
        guard isClosed else { return }
        for submission in submissions { settleClosed(submission) }
    }

    /// Takes out what need not wait any longer: requests whose time is over and those completed already.
    func takeExpired(at now: ContinuousClock.Instant) -> [Submission] {
        state.withLock { state in
            guard state.earliestDeadline <= now else { return [] }
            var expired: [Submission] = []
            var rest: Deque<Submission> = []
            var earliest = ContinuousClock.Instant.farFuture
            for submission in state.waiting {
                if submission.request.deadline <= now || submission.request.isCompleted {
                    expired.append(submission)
                } else {
                    rest.append(submission)
                    earliest = min(earliest, submission.request.deadline)
                }
            }
            state.waiting = rest
            // The next search waits so long that searching costs a tenth of the time at most, however many wait.
            state.earliestDeadline = max(earliest, now + .nanoseconds(200 * rest.count))
            return expired
        }
    }

    /// Takes everything that waits.
    func takeAll() -> Deque<Submission> {
        state.withLock { $0.takeWaiting() }
    }

    /// Says until when the thread may sleep, no later than `limit`; nil when it must not.
    ///
    /// From then on a request with an earlier deadline signals ``wakeup``; a thread that sleeps for want of work
    /// passes ``ContinuousClock/Instant/farFuture`` and so is woken by the first request.
    func prepareToSleep(until limit: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            guard limit != .farFuture || state.waiting.isEmpty else { return nil }
            state.looksAt = state.waiting.isEmpty ? limit : min(limit, state.earliestDeadline)
            return state.looksAt
        }
    }

    /// Completes a request that was taken in, and gives its room free first, so that its caller may submit the next.
    func settle(_ request: PendingRequest, _ outcome: PendingRequest.Outcome) {
        release(request)
        request.complete(outcome)
    }

    func settleClosed(_ submission: Submission) {
        settle(submission.request, .failure(.closed(submission.request.name, at: configuration.address)))
    }

    /// Says that the thread will touch nothing any more.
    func markEnded() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.endWaiters = [] }
            return state.endWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Bounds

    private func reserve(_ request: PendingRequest) -> Bool {
        let commands = pendingCommands.add(request.commands.count, ordering: .relaxed).newValue
        let bytes = pendingBytes.add(request.byteCount, ordering: .relaxed).newValue
        guard commands > configuration.maximumPending || bytes > configuration.maximumPendingBytes else { return true }
        release(request)
        return false
    }

    private func release(_ request: PendingRequest) {
        pendingCommands.subtract(request.commands.count, ordering: .relaxed)
        pendingBytes.subtract(request.byteCount, ordering: .relaxed)
    }
}
