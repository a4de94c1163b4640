// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// As in gRPC's hedging (proposal A6) one failure may end both calls: where the other model would not have been asked
/// after it, its answer is not taken either. What gRPC calls pushback is what gates are for, which both calls pass.
extension ModelStage {
    /// One try. Where none could follow, a second call is made once the answer is late; the first answer counts, and when
    /// both fail, the first call's error.
    func lastTry(
        _ number: Int,
        _ request: ModelRequest,
        after wait: Duration,
        hedge: ModelRequest,
        in question: Question,
        _ log: RunLog
    ) async throws(ModelError) -> ModelAnswer {
        let race = HedgeRace()
        let decided = await withTaskGroup(of: (HedgeRace.Call, Result<ModelAnswer, ModelError>?).self) { group in
            group.addTask { (.first, await outcome(number, request, after: wait, race, .first, log)) }
            group.addTask {
                guard await isLate(race, log) else { return (.hedge, nil) }
                return (.hedge, await outcome(number + 1, hedge, after: .zero, race, .hedge, log))
            }
            defer { group.cancelAll() }
            var first: Result<ModelAnswer, ModelError>?
            for await (call, outcome) in group {
                switch (call, outcome) {
                case (_, .success?):
                    return outcome
                case (.first, .failure(let error)?):
                    first = outcome
                    let isFinal = !hedge.mayAnswer(insteadOf: request, after: error, in: question)
                    guard race.firstFailed(isFinal: isFinal) else { return first }
                default:
                    continue
                }
            }
            return first
        }
        guard let decided else { throw ModelError(.internal, "the first call has no outcome") }
        return try decided.get()
    }

    /// Waits; whether the second call is to be made then.
    private func isLate(_ race: HedgeRace, _ log: RunLog) async -> Bool {
        guard let hedgeAfter, (try? await waiting.clock.sleep(for: hedgeAfter)) != nil else { return false }
        return log.hasTimeForCall() && race.beginHedge()
    }

    private func outcome(
        _ number: Int,
        _ request: ModelRequest,
        after wait: Duration,
        _ race: HedgeRace,
        _ call: HedgeRace.Call,
        _ log: RunLog
    ) async -> Result<ModelAnswer, ModelError> {
        do throws(ModelError) {
            return .success(try await attempt(number, request, after: wait, in: race, as: call, log))
        } catch {
            return .failure(error)
        }
    }
}

extension ModelRequest {
    /// Whether this call's answer may be taken where the other call has failed in this way.
    fileprivate func mayAnswer(insteadOf other: ModelRequest, after error: ModelError, in question: Question) -> Bool {
        model == other.model ? error.errorClass.policy.sameModelRetries > 0 : error.allowsFallback(in: question)
    }
}
