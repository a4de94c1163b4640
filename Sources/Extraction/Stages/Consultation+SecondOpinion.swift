// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

extension Consultation {
    /// The reading with what another model has read, where that matters.
    func compared(
        _ best: Reading,
        _ heard: [Reading],
        _ question: Question,
        _ context: JSONValue?,
        _ log: RunLog
    ) async throws(ExtractionError) -> Reading {
        var best = best
        if let other = heard.last(where: { $0.answer.model != best.answer.model }) {
            if wantsOpinion(on: best) || !best.validation.failures.isEmpty {
                best.compare(with: other, numbers: validate.validator.numbers)
            }
        } else if wantsOpinion(on: best) {
            try await ask(about: &best, question, context, log)
        }
        return best
    }

    /// Contradictions have been asked about before: here it is about numbers that nothing contradicts.
    func wantsOpinion(on reading: Reading) -> Bool {
        guard reading.validation.failures.isEmpty, reading.validation.hasData else { return false }
        switch secondOpinion {
        case .whenChecksFail: return false
        case .whenNothingVouches: return !reading.validation.comparesVotes
        case .always: return true
        }
    }

    /// The plain question, so that the second model does not know what the first one read.
    private func ask(
        about reading: inout Reading,
        _ question: Question,
        _ context: JSONValue?,
        _ log: RunLog
    ) async throws(ExtractionError) {
        var next = question
        next.models = question.models.filter { $0 != reading.answer.model }
        guard let asked = next.models.first else {
            reading.validation.secondOpinion = SecondOpinion(missingFrom: nil)
            return
        }
        switch await ask(next, context, log) {
        case .success(let other):
            reading.compare(with: other, numbers: validate.validator.numbers)
        case .failure(.unanswered(let error)):
            guard error.errorClass != .workerShutdown else { throw error }
            reading.validation.secondOpinion = SecondOpinion(missingFrom: asked)
        case .failure(.unusable(_, let model)):
            reading.validation.secondOpinion = SecondOpinion(missingFrom: model)
        }
    }
}
