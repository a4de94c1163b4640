// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Tracing

extension ModelStage {
    /// Asks one model of the chain, again after failures as far as their policies, the waits and our patience allow.
    func withRetry(_ question: Question, _ index: Int, _ log: RunLog) async throws(ModelError) -> ModelAnswer {
        try await withClassifiedSpan("extraction.with_retry") { span throws(ModelError) in
            span.attributes["retry.max_attempts"] = retry.maximumRetries + 1
            span.attributes["retry.success"] = false
            let callsBefore = log.attempts.count
            defer { span.attributes["retry.attempts_used"] = log.attempts.count - callsBefore }
            var request = question.request(to: question.models[index], timeout: timeout, streaming: streaming)
            let fallback = question.models[(index + 1)...].first
            var number = 1
            var wait = Duration.zero
            while true {
                do throws(ModelError) {
                    let answer = try await attempt(number, request, after: wait, in: question, fallback, log)
                    span.attributes["retry.success"] = true
                    return answer
                } catch {
                    guard request.mayEndOtherwise(than: error),
                        let next = waitBeforeRetry(after: error, attempt: number, hasFallback: fallback != nil),
                        log.hasTimeForCall(after: next)
                    else {
                        span.describeEnd(error, isExhausted: number > 1 && error.errorClass.policy.sameModelRetries > 0)
                        throw error
                    }
                    wait = next
                    request.adapt(to: error)
                }
                try await pause(wait)
                number = log.attempts.count - callsBefore + 1
            }
        }
    }

    /// One try, with a second call beside it where it is the last and hedging is wanted.
    private func attempt(
        _ number: Int,
        _ request: ModelRequest,
        after wait: Duration,
        in question: Question,
        _ fallback: String?,
        _ log: RunLog
    ) async throws(ModelError) -> ModelAnswer {
        guard hedgeAfter != nil, log.mayHedge, isLast(request, attempt: number, hasFallback: fallback != nil, log)
        else {
            return try await attempt(number, request, after: wait, in: HedgeRace(), as: .first, log)
        }
        var hedge = request
        hedge.model = fallback ?? request.model
        return try await lastTry(number, request, after: wait, hedge: hedge, in: question, log)
    }

    /// Whether no other call could follow one that takes all of its time.
    private func isLast(_ request: ModelRequest, attempt number: Int, hasFallback: Bool, _ log: RunLog) -> Bool {
        let tries = 1 + min(ErrorClass.timeout.policy.sameModelRetries, retry.maximumRetries)
        return !log.hasTimeForCall(after: request.timeout) || !hasFallback && number >= tries
    }

    /// How long to wait before the same model is asked again; nil when it is not.
    private func waitBeforeRetry(after error: ModelError, attempt number: Int, hasFallback: Bool) -> Duration? {
        let policy = error.errorClass.policy
        guard number <= min(policy.sameModelRetries, retry.maximumRetries) else { return nil }
        guard !(hasFallback && policy.fallback == .early) else { return nil }
        let wait = max(waiting.jittered(retry.bound(afterAttempt: number)), error.retryAfter ?? .zero)
        return wait <= retry.patience ? wait : nil
    }

    private func pause(_ wait: Duration) async throws(ModelError) {
        do throws(ExtractionError) {
            try await waiting.sleep(wait, stage: .model)
        } catch {
            throw ModelError(error.errorClass, error.message)
        }
    }
}

extension ModelRequest {
    /// What must change for the same model to do better.
    fileprivate mutating func adapt(to error: ModelError) {
        switch error.errorClass {
        case .truncated:
            sampling.maximumOutputTokens = min(Self.largestBudget, sampling.maximumOutputTokens * 2)
            // What it thought is part of the budget that it has used up. A server that was told nothing of thinking may not
            // know how to think less.
            if error.usage.thinking > 0, let effort = sampling.thinking, effort != .minimal { sampling.thinking = .low }
        case .loop: sampling.temperature = max(sampling.temperature, Self.temperatureOutOfLoops)
        default: break
        }
    }

    /// What filled the largest budget of tokens would fill it again, and cost as much.
    fileprivate func mayEndOtherwise(than error: ModelError) -> Bool {
        error.errorClass != .truncated || sampling.maximumOutputTokens < Self.largestBudget
    }

    private static let largestBudget = 65_536
    /// The likeliest word led into the loop; some chance leads out of it.
    private static let temperatureOutOfLoops = 0.5
}

extension Span {
    fileprivate func describeEnd(_ error: ModelError, isExhausted: Bool) {
        guard isExhausted else { return }
        attributes["error.final_error"] = error.errorClass.rawValue
        fail(error, type: "MaxRetriesExceeded")
    }
}
