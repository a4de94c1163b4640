// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ModelClient
import Tracing

extension ModelStage {
    /// Asks one model, again after failures as far as their policies, the waits and our patience allow.
    func withRetry(
        _ request: ModelRequest,
        hasFallback: Bool,
        _ log: RunLog
    ) async throws(ModelError) -> ModelResponse {
        try await withClassifiedSpan("extraction.with_retry") { span throws(ModelError) in
            span.attributes["retry.max_attempts"] = retry.maximumRetries + 1
            span.attributes["retry.success"] = false
            var request = request
            var number = 1
            var wait = Duration.zero
            while true {
                span.attributes["retry.attempts_used"] = number
                do throws(ModelError) {
                    let response = try await attempt(number, request, after: wait, log)
                    span.attributes["retry.success"] = true
                    return response
                } catch {
                    guard request.mayEndOtherwise(than: error),
                        let next = waitBeforeRetry(after: error, attempt: number, hasFallback: hasFallback),
                        log.hasTimeForCall(after: next)
                    else {
                        span.describeEnd(error, isExhausted: number > 1 && error.errorClass.policy.sameModelRetries > 0)
                        throw error
                    }
                    wait = next
                    request.adapt(to: error)
                }
                try await pause(wait)
                number += 1
            }
        }
    }

    private func attempt(
        _ number: Int,
        _ request: ModelRequest,
        after wait: Duration,
        _ log: RunLog
    ) async throws(ModelError) -> ModelResponse {
        try await withClassifiedSpan("extraction.attempt") { span throws(ModelError) in
            span.attributes["retry.attempt_number"] = number
            span.attributes["retry.wait_seconds"] = wait.fractionalSeconds
            span.attributes["retry.success"] = false
            let started = Date.now
            let elapsed = Stopwatch(waiting.clock)
            do throws(ModelError) {
                guard log.hasTimeForCall() else { throw .noTimeLeft }
                var request = request
                request.deadline = log.deadline
                let response = try await router.generate(request)
                log.append(priced(ExtractionAttempt(response, of: request, started: started, duration: elapsed())))
                span.attributes["retry.success"] = true
                return response
            } catch {
                log.append(priced(ExtractionAttempt(error, of: request, started: started, duration: elapsed())))
                throw error
            }
        }
    }

    private func priced(_ attempt: ExtractionAttempt) -> ExtractionAttempt {
        var attempt = attempt
        attempt.cost = attempt.usage == .zero ? nil : router.cost(of: attempt.usage, model: attempt.model)
        return attempt
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

extension ModelError {
    fileprivate static let noTimeLeft = ModelError(
        .jobDeadline,
        "not asked: too little of the run's time is left; give the job a later deadline, or a longer time limit"
    )
}

extension ModelRequest {
    /// What must change for the same model to do better.
    fileprivate mutating func adapt(to error: ModelError) {
        switch error.errorClass {
        case .truncated: sampling.maximumOutputTokens = min(Self.largestBudget, sampling.maximumOutputTokens * 2)
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

extension ExtractionAttempt {
    fileprivate init(_ response: ModelResponse, of request: ModelRequest, started: Date, duration: Duration) {
        self.init(
            number: 0,
            stage: .model,
            model: request.model,
            httpStatus: 200,
            requestID: response.requestID,
            finishReason: response.finishReason,
            usage: response.usage,
            startedAtMilliseconds: Int64(started.timeIntervalSince1970 * 1000),
            duration: duration
        )
    }

    fileprivate init(_ error: ModelError, of request: ModelRequest, started: Date, duration: Duration) {
        self.init(
            number: 0,
            stage: .model,
            model: request.model,
            errorClass: error.errorClass,
            message: error.message,
            httpStatus: error.httpStatus,
            requestID: error.requestID,
            finishReason: error.finishReason,
            retryAfter: error.retryAfter,
            usage: error.usage,
            startedAtMilliseconds: Int64(started.timeIntervalSince1970 * 1000),
            duration: duration
        )
    }
}
