// SPDX-License-Identifier: Apache-2.0

import DequeModule

extension ConnectionLoop {
    // Small enough to keep hiredis' output buffer in the cache, large enough to fill a socket buffer.
    private static let batchBytes = 256 << 10

    /// Sends everything that waits, reads the replies, and so on; returns only by throwing.
    func serve(_ context: borrowing HiredisContext, at endpoint: RedisEndpoint) throws(LinkFailure) {
        while true {
            guard locator.epoch == epoch else { throw .outdated }
            // A stray reply would be taken for the one to the next command.
            guard !context.hasUnreadBytes else { throw .lost("the server sent more than it was asked for") }
            inFlight = inbox.take(upTo: Self.batchBytes)
            if inFlight.isEmpty {
                guard try sleep(until: .farFuture, watching: context.descriptor) else { continue }
                // Over TLS it may be nothing that concerns us; anything else is looked at above.
                _ = try context.fill()
            } else {
                try exchange(context, at: endpoint)
                backoff.reset()
            }
        }
    }

    private func exchange(_ context: borrowing HiredisContext, at endpoint: RedisEndpoint) throws(LinkFailure) {
        dropCompleted()
        for submission in inFlight {
            for command in submission.request.commands { try context.append(command) }
        }
        var deadline = earliestDeadline
        try flush(context, before: deadline)
        var failure: LinkFailure?
        while let submission = inFlight.first {
            let replies = try replies(to: submission.request, from: context) {
                // The earliest request of the batch may be answered already.
                if deadline <= .now { deadline = earliestDeadline }
                return deadline
            }
            let problem = try conclude(submission, replies, from: endpoint)
            failure = failure ?? problem
            inFlight.removeFirst()
        }
        if let failure { throw failure }
    }

    /// Leaves out requests cancelled before they were sent, and those for which it is too late.
    private func dropCompleted() {
        let now = ContinuousClock.now
        inFlight.removeAll { submission in
            guard submission.request.sendBy <= now || submission.request.isCompleted else { return false }
            settleUnsent(submission, cause: nil)
            return true
        }
    }

    private var earliestDeadline: ContinuousClock.Instant {
        inFlight.reduce(.farFuture) { min($0, $1.request.deadline) }
    }

    private func replies(
        to request: PendingRequest,
        from context: borrowing HiredisContext,
        before deadline: () -> ContinuousClock.Instant
    ) throws(LinkFailure) -> [RESPValue] {
        var replies: [RESPValue] = []
        replies.reserveCapacity(request.commands.count)
        for _ in request.commands { replies.append(try nextReply(context, before: deadline)) }
        return replies
    }

    func flush(_ context: borrowing HiredisContext, before deadline: ContinuousClock.Instant) throws(LinkFailure) {
        while try !context.flush() {
            guard !inbox.isClosed else { throw .closed }
            guard ContinuousClock.now < deadline else { throw .timedOut }
        }
    }

    func nextReply(
        _ context: borrowing HiredisContext,
        before deadline: () -> ContinuousClock.Instant
    ) throws(LinkFailure) -> RESPValue {
        var received = 0
        while true {
            if let reply = try context.nextReply() { return reply }
            guard received <= configuration.maximumReplyBytes else {
                throw .protocolViolation("it has more than \(configuration.maximumReplyBytes) bytes")
            }
            let isReady = context.mayHoldMore ? true : try sleep(until: deadline(), watching: context.descriptor)
            guard isReady else {
                guard deadline() <= .now else { continue }
                throw .timedOut
            }
            received += try context.fill()
        }
    }
}
