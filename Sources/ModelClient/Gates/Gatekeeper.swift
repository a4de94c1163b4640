// SPDX-License-Identifier: Apache-2.0

/// Has each call wait for its gate and tells the gate how the call ended; never makes a call twice.
struct Gatekeeper: Sendable {
    let store: any GateStore
    let configuration: GateConfiguration
    let clock: any Clock<Duration>

    /// Makes the call when its gate lets it through; `waited` is told how long that took, if it took any time.
    func pass(
        _ request: ModelRequest,
        to provider: String,
        waited: (Duration) -> Void,
        _ call: nonisolated(nonsending) () async throws(ModelError) -> ModelResponse
    ) async throws(ModelError) -> ModelResponse {
        let ticket = GateTicket(
            key: "\(provider)/\(request.model)",
            tokens: request.estimatedPromptTokens,
            limits: configuration.limits[request.model] ?? configuration.defaultLimits
        )
        try await wait(ticket, min(configuration.patience, request.timeLimit - Self.shortestCall), waited)
        let isShort = request.timeLimit < min(request.timeout, Self.tellingTime)
        let start = ContinuousClock.now
        do throws(ModelError) {
            let response = try await call()
            let used = response.usage.isEstimated ? nil : response.usage.total
            await store.settle(ticket, GateOutcome(usedTokens: used, time: .now - start))
            return response
        } catch {
            await store.settle(ticket, GateOutcome(error, isShort: isShort))
            throw error
        }
    }

    /// What is left after the wait must do for a call that is heard: one that is not is paid for all the same.
    private static let shortestCall = Duration.milliseconds(500)
    /// A call that was given less tells nothing of the provider by being late.
    private static let tellingTime = Duration.seconds(30)

    private func wait(
        _ ticket: GateTicket,
        _ patience: Duration,
        _ told: (Duration) -> Void
    ) async throws(ModelError) {
        var waited = Duration.zero
        while true {
            switch await store.admit(ticket) {
            case .go:
                if waited > .zero { told(waited) }
                return
            case .wait(let wait):
                guard waited + wait <= patience else { throw .tooLong(wait) }
                try await sleep(wait)
                waited += wait
            case .refuse(let errorClass, let wait):
                throw .refused(because: errorClass, wait)
            case .closed(let wait):
                throw .closed(for: wait)
            }
        }
    }

    private func sleep(_ wait: Duration) async throws(ModelError) {
        do {
            try await clock.sleep(for: wait)
        } catch {
            throw ModelError(.workerShutdown, "the call was cancelled while waiting at its gate")
        }
    }
}

extension GateOutcome {
    /// A failure that never reached the provider used nothing.
    fileprivate init(_ error: ModelError, isShort: Bool) {
        let told = error.usage == .zero ? (error.httpStatus == nil ? nil : 0) : error.usage.total
        let used = error.usage.isEstimated ? nil : told
        let errorClass = isShort && error.errorClass == .timeout ? .jobDeadline : error.errorClass
        self.init(usedTokens: used, errorClass: errorClass, retryAfter: error.retryAfter)
    }
}

extension ModelError {
    fileprivate static func tooLong(_ wait: Duration) -> ModelError {
        let opening = "the model's gate opens in \(wait.wholeSeconds) s"
        return .unasked(.rateLimited, "not asked: \(opening); raise its limits if the provider allows more", wait)
    }

    fileprivate static func closed(for wait: Duration) -> ModelError {
        let closure = "an operator has closed the model's gate for \(wait.wholeSeconds) s"
        return .unasked(.capacity, "not asked: \(closure); see vote-extractor gates", wait)
    }

    /// Where the provider is at fault it has no capacity; where we are, the cause is the same as before.
    fileprivate static func refused(because errorClass: ErrorClass, _ wait: Duration) -> ModelError {
        let reported = errorClass.policy.breaker == .opens ? errorClass : .capacity
        let cause = "calls kept failing with \(errorClass)"
        return .unasked(reported, "not asked: \(cause); asked again in \(wait.wholeSeconds) s", wait)
    }

    private static func unasked(_ errorClass: ErrorClass, _ message: String, _ wait: Duration) -> ModelError {
        var error = ModelError(errorClass, message, retryAfter: wait)
        error.isUnasked = true
        return error
    }
}

extension Duration {
    /// Seconds, rounded up.
    fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
