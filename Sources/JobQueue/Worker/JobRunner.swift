// SPDX-License-Identifier: Apache-2.0

import JSON
import Logging

/// Runs one job's handler within its time limit and under the stop signals of its slot.
struct JobRunner {
    let registry: JobRegistry
    let configuration: WorkerConfiguration
    let deadlines: RunDeadlines

    /// Begins a run: its time counts from here on, middleware included.
    func begin(_ context: JobContext, at begin: ContinuousClock.Instant) {
        let (limit, _) = timeLimit(context)
        // One that is over already is said by `run`.
        if limit > .zero { deadlines.announce(context.running.limit(to: limit, from: begin)) }
    }

    func run(_ context: JobContext) async -> JobOutcome {
        guard let handler = registry[context.job.type] else {
            return .deadLetter(.unknownType(context.job.type, known: registry.types))
        }
        let (limit, isDeadline) = timeLimit(context)
        guard limit > .zero else { return .deadLetter(.deadlinePassed(stage: "start"), reason: .expired) }
        guard !configuration.requiresSealed || SealedForm.isSealed(payload: context.job.payload) else {
            return .deadLetter(.notSealed)
        }
        let opened: JobContext
        do throws(SealError) {
            opened = try self.opened(context)
        } catch {
            return Self.outcome(of: error)
        }
        let outcome = context.running.stopReason == nil ? await Self.outcome(of: handler, opened) : .release
        guard let stop = context.running.stopReason else { return outcome }
        return resolve(stop, outcome, context, isDeadline: isDeadline)
    }

    /// The run with the payload as its handler gets it.
    private func opened(_ context: JobContext) throws(SealError) -> JobContext {
        let payload = context.job.payload
        guard SealedForm.isSealed(payload: payload), let sealed = payload[SealedForm.key] else { return context }
        guard let seal = configuration.seal else {
            let key = SealedForm.keyID(of: payload) ?? ""
            throw SealError(.keyMissing, "it is sealed with the key \(key.prefix(64)), and this worker has none")
        }
        return context.with(payload: try seal.open(sealed, as: .payload, of: context.job.id))
    }

    /// A key may be on its way to the workers; what was changed stays so.
    private static func outcome(of error: SealError) -> JobOutcome {
        let failure = JobFailure.unopened(error)
        guard error.code == .keyMissing else { return .deadLetter(failure) }
        return .wait(failure, after: keyPause)
    }

    private static let keyPause = Duration.seconds(60)

    /// The run's own limit, or what is left until the job's deadline if that is less.
    private func timeLimit(_ context: JobContext) -> (limit: Duration, isDeadline: Bool) {
        let limit = context.job.options.timeout ?? configuration.jobTimeout
        guard let deadline = context.job.options.deadline else { return (limit, false) }
        let left = deadline.since(context.startedAt)
        return left < limit ? (left, true) : (limit, false)
    }

    /// A failure of a run that was told to end says nothing about the job. What a handler gives back of its own accord
    /// waits and is counted: at the head of the line, it would come back to it at once.
    private static func outcome(of handler: JobHandler, _ context: JobContext) async -> JobOutcome {
        do {
            let outcome = try await handler(context)
            switch outcome {
            case .release, .lost:
                return Task.isCancelled
                    ? .release : .retry(.givenBack(stage: context.running.stage), burnsAttempt: false)
            case .retry, .wait, .deadLetter: return Task.isCancelled ? .release : outcome
            case .completed, .cancelled: return outcome
            }
        } catch {
            guard !Task.isCancelled else { return .release }
            return .retry(error as? JobFailure ?? .unexpected(error, stage: context.running.stage))
        }
    }

    /// A result that was reached in spite of the stop is kept where it may be: it was paid for.
    private func resolve(
        _ stop: StopReason,
        _ outcome: JobOutcome,
        _ context: JobContext,
        isDeadline: Bool
    ) -> JobOutcome {
        let stage = context.running.stage
        switch (stop, outcome) {
        case (.leaseLost, _): return .lost
        case (.cancelled, _): return .cancelled
        case (_, .completed): return outcome
        case (.shutdown, _): return .release
        case (.timedOut, _) where isDeadline:
            return .deadLetter(.deadlinePassed(stage: stage), reason: .expired)
        case (.timedOut(let limit), _): return .retry(.timedOut(limit, stage: stage))
        }
    }
}
