// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ModelClient
import Tracing

extension ModelStage {
    /// One call.
    func attempt(
        _ number: Int,
        _ request: ModelRequest,
        after wait: Duration,
        in race: HedgeRace,
        as call: HedgeRace.Call,
        _ log: RunLog
    ) async throws(ModelError) -> ModelAnswer {
        try await withClassifiedSpan("extraction.attempt") { span throws(ModelError) in
            span.attributes["retry.attempt_number"] = number
            span.attributes["retry.wait_seconds"] = wait.fractionalSeconds
            span.attributes["retry.success"] = false
            defer { span.describe(race, call) }
            let started = Date.now
            let elapsed = Stopwatch(waiting.clock)
            do throws(ModelError) {
                guard log.hasTimeForCall() else { throw .noTimeLeft }
                let provider = try router.provider(for: request.model)
                var request = request
                request.deadline = log.deadline
                request.isSuperseded = { race.isLost(by: call) }
                let response = try await router.generate(request)
                guard race.answer(by: call) else { throw .tooLate(response) }
                let kept = ExtractionAttempt(response, of: request, started: started, duration: elapsed())
                let position = log.append(priced(kept, call))
                span.attributes["retry.success"] = true
                return ModelAnswer(model: request.model, provider: provider.name, response: response, call: position)
            } catch {
                let kept = ExtractionAttempt(error, of: request, started: started, duration: elapsed())
                log.append(priced(kept, call))
                throw error
            }
        }
    }

    private func priced(_ attempt: ExtractionAttempt, _ call: HedgeRace.Call) -> ExtractionAttempt {
        var attempt = attempt
        attempt.isHedge = call == .hedge
        attempt.cost = attempt.usage == .zero ? nil : router.cost(of: attempt.usage, model: attempt.model)
        return attempt
    }
}

extension ModelError {
    fileprivate static let noTimeLeft = ModelError(
        .jobDeadline,
        "not asked: too little of the run's time is left; give the job a later deadline, or a longer time limit"
    )

    /// The answer has come, and is paid for; the other call's was taken before.
    fileprivate static func tooLate(_ response: ModelResponse) -> ModelError {
        ModelError(
            .superseded,
            "not taken: another call for the same answer came first",
            httpStatus: 200,
            requestID: response.requestID,
            finishReason: response.finishReason,
            usage: response.usage
        )
    }
}

extension Span {
    /// Which of two calls this was, and whether it was the one that counted.
    fileprivate func describe(_ race: HedgeRace, _ call: HedgeRace.Call) {
        guard race.isHedged else { return }
        attributes["retry.hedge"] = call.rawValue
        attributes["retry.hedge_won"] = race.isWon(by: call)
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
