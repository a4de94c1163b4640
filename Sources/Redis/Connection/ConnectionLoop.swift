// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Glibc
import Logging

/// What the connection's thread does, from the first attempt to connect until the connection is closed.
final class ConnectionLoop {
    static let maximumBreaks = 3

    let configuration: RedisConfiguration
    let inbox: RequestInbox
    let logger: Logger
    var inFlight: Deque<Submission> = []
    var backoff = ReconnectBackoff()
    private var lastFailure: String?

    init(configuration: RedisConfiguration, inbox: RequestInbox, logger: Logger) {
        self.configuration = configuration
        self.inbox = inbox
        self.logger = logger
    }

    /// Connects and serves, again and again, until the inbox is closed.
    func run() {
        while !inbox.isClosed {
            do throws(LinkFailure) {
                let context = try connect()
                lastFailure = nil
                try serve(context)
            } catch {
                recover(from: error)
            }
        }
        inbox.markEnded()
    }

    // MARK: Sleeping

    /// Waits until the socket is ready (true) or the time has come (false); requests expire meanwhile.
    ///
    /// With ``ContinuousClock/Instant/farFuture`` it also returns, with false, as soon as a request waits.
    func sleep(
        until limit: ContinuousClock.Instant,
        watching descriptor: Int32 = -1,
        for events: Int32 = POLLIN
    ) throws(LinkFailure) -> Bool {
        while true {
            expireWaiting()
            guard let wakesAt = inbox.prepareToSleep(until: limit) else {
                guard !inbox.isClosed else { throw .closed }
                return false
            }
            if poll(descriptor, Int16(truncatingIfNeeded: events), until: wakesAt) { return true }
            guard ContinuousClock.now < limit else { return false }
        }
    }

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
            let request = submission.request
            let error = RedisError.notSent(request.name, at: configuration.endpoint, cause: lastFailure)
            inbox.settle(request, .failure(error))
        }
    }

    // MARK: Breaking

    private func recover(from failure: LinkFailure) {
        inbox.clientID = nil
        lastFailure = failure.reason
        settleInFlight(after: failure)
        if case .refused(let command, let error) = failure, !error.isRetriable {
            for submission in inbox.takeAll() {
                inbox.settle(submission.request, .failure(.server(command, at: configuration.endpoint, error: error)))
            }
        }
        guard !inbox.isClosed else { return }
        var generator = SystemRandomNumberGenerator()
        let pause = backoff.next(using: &generator)
        logger.debug(
            "Redis connection ended, connecting again",
            metadata: [
                LogKey.endpoint: "\(configuration.endpoint)", LogKey.error: "\(failure.reason)",
                LogKey.pause: "\(pause)",
            ]
        )
        // Closing ends the pause early; the caller's loop sees it.
        _ = try? sleep(until: .now + pause)
    }

    private func settleInFlight(after failure: LinkFailure) {
        var again: [Submission] = []
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
        if case .closed = failure { return .closed(name, at: configuration.endpoint) }
        if case .protocolViolation(let problem) = failure, isFirst {
            return .protocolViolation(name, at: configuration.endpoint, problem: problem)
        }
        guard request.deadline > now else { return .unanswered(name, at: configuration.endpoint) }
        let isWorthSending = request.isIdempotent && !request.isCompleted && submission.breaks < Self.maximumBreaks
        guard !isWorthSending else { return nil }
        return .connectionLost(name, at: configuration.endpoint, cause: failure.reason)
    }
}
