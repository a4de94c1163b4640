// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Glibc
import Logging

/// What the connection's thread does, from the first attempt to connect until the connection is closed.
final class ConnectionLoop {
    static let maximumBreaks = 3

    let configuration: RedisConfiguration
    let locator: ServerLocator
    let inbox: RequestInbox
    let logger: Logger
    /// What was sent and has no reply yet.
    var inFlight: Deque<Submission> = []
    /// What the server has not run and another one will.
    var refused: [Submission] = []
    var backoff = ReconnectBackoff()
    /// The finding of the locator by which the present server was chosen.
    var epoch = 0
    private var lastFailure: String?

    init(configuration: RedisConfiguration, locator: ServerLocator, inbox: RequestInbox, logger: Logger) {
        self.configuration = configuration
        self.locator = locator
        self.inbox = inbox
        self.logger = logger
    }

    /// Connects and serves, again and again, until the inbox is closed.
    func run() {
        locator.join(inbox.wakeup)
        while !inbox.isClosed {
            do throws(LinkFailure) {
                epoch = locator.epoch
                let endpoint = try locate()
                let context = try connect(to: endpoint)
                lastFailure = nil
                try serve(context, at: endpoint)
            } catch {
                recover(from: error)
            }
        }
        locator.part(inbox.wakeup)
        inbox.markEnded()
    }

    // MARK: Sleeping

    /// Waits until the socket is ready (true) or the time has come (false); requests expire meanwhile.
    ///
    /// With ``ContinuousClock/Instant/farFuture`` it also returns, with false, as soon as a request waits. A server that
    /// others have left is left at once, unless a reply is due any moment; a pause is not cut short.
    func sleep(
        until limit: ContinuousClock.Instant,
        watching descriptor: Int32 = -1,
        for events: Int32 = POLLIN
    ) throws(LinkFailure) -> Bool {
        while true {
            expireWaiting()
            guard descriptor < 0 || locator.epoch == epoch || !mayLeave else { throw .outdated }
            guard let wakesAt = inbox.prepareToSleep(until: limit) else {
                guard !inbox.isClosed else { throw .closed }
                return false
            }
            if poll(descriptor, Int16(truncatingIfNeeded: events), until: wakesAt) { return true }
            guard ContinuousClock.now < limit else { return false }
        }
    }

    private var mayLeave: Bool { inFlight.allSatisfy(\.request.isBlocking) }

    private func poll(_ descriptor: Int32, _ events: Int16, until time: ContinuousClock.Instant) -> Bool {
        var polled = (
            pollfd(fd: inbox.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: events, revents: 0)
        )
        withUnsafeMutableBytes(of: &polled) { bytes in
            // A tuple of two equal structs is laid out as an array of them.
            _ = Glibc.poll(bytes.assumingMemoryBound(to: pollfd.self).baseAddress, 2, time.pollMilliseconds)
        }
        if polled.0.revents != 0 { inbox.wakeup.clear() }
        return polled.1.revents != 0
    }

    private func expireWaiting() {
        for submission in inbox.takeExpired(at: .now) {
            settleUnsent(submission, cause: lastFailure)
        }
    }

    /// Ends what could not be sent in time.
    func settleUnsent(_ submission: Submission, cause: String?) {
        let name = submission.request.name
        let error: RedisError =
            if let refusal = submission.refusal {
                .server(name, at: configuration.address, error: refusal)
            } else {
                .notSent(name, at: configuration.address, cause: cause)
            }
        inbox.settle(submission.request, .failure(error))
    }

    // MARK: Breaking

    private func recover(from failure: LinkFailure) {
        inbox.clientID = nil
        lastFailure = failure.reason
        settleInFlight(after: failure)
        if let error = lastingError(failure) {
            for submission in inbox.takeAll() { inbox.settle(submission.request, .failure(error)) }
        }
        guard !inbox.isClosed else { return }
        leaveServer(after: failure)
        var generator = SystemRandomNumberGenerator()
        let pause = backoff.next(using: &generator)
        logger.debug(
            "Redis connection ended, connecting again",
            metadata: [
                LogKey.endpoint: "\(configuration.address)", LogKey.error: "\(failure.reason)",
                LogKey.pause: "\(pause)",
            ]
        )
        // Closing ends the pause early; the caller's loop sees it.
        _ = try? sleep(until: .now + pause)
    }

    private func leaveServer(after failure: LinkFailure) {
        guard case .unfit(_, _, let refusal) = failure else { return }
        switch refusal {
        case .unfit: locator.leave(epoch, for: nil)
        case .moved(let target): locator.leave(epoch, for: target)
        case .ask, .scattered: break
        }
    }

    /// With what everything that waits fails: for what does not mend itself, waiting would only hide the reason.
    private func lastingError(_ failure: LinkFailure) -> RedisError? {
        switch failure {
        case .refused(let command, let error) where failure.isLasting:
            .server(command, at: configuration.address, error: error)
        case .misconfigured(let problem):
            RedisError(
                code: .connectionFailed,
                message: "no connection to Redis at \(configuration.address): \(problem)"
            )
        case .unsupported(let problem):
            RedisError(code: .unsupported, message: "Redis at \(configuration.address) cannot be used: \(problem)")
        default: nil
        }
    }

    private func settleInFlight(after failure: LinkFailure) {
        var again = refused
        let now = ContinuousClock.now
        for (index, submission) in inFlight.enumerated() {
            var submission = submission
            guard let error = error(for: submission, isFirst: index == 0, after: failure, at: now) else {
                submission.breaks += 1
                again.append(submission)
                continue
            }
            inbox.settle(submission.request, .failure(error))
        }
        inFlight = []
        refused = []
        inbox.putBack(again)
    }

    /// How a request in flight fails, or nil when it is to be sent again.
    private func error(
        for submission: Submission,
        isFirst: Bool,
        after failure: LinkFailure,
        at now: ContinuousClock.Instant
    ) -> RedisError? {
        let request = submission.request
        let name = request.name
        if case .closed = failure { return .closed(name, at: configuration.address) }
        if case .protocolViolation(let problem) = failure, isFirst {
            return .protocolViolation(name, at: configuration.address, problem: problem)
        }
        guard request.deadline > now else { return .unanswered(name, at: configuration.address) }
        let isWorthSending = request.isIdempotent && !request.isCompleted && submission.breaks < Self.maximumBreaks
        guard !isWorthSending else { return nil }
        return .connectionLost(name, at: configuration.address, cause: failure.reason)
    }
}
