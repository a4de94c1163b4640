// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// Asks, reads and checks, again with the faults named, then asks a second model: as far as it leads somewhere.
struct Consultation: Sendable {
    let model: ModelStage
    let postprocess: PostprocessStage
    let validate: ValidateStage
    let reasks: Int
    let secondOpinion: SecondOpinionPolicy

    /// The reports whose numbers agree, else the best there were; throws when no answer could be used at all.
    func run(_ question: Question, context: JSONValue?, log: RunLog) async throws(ExtractionError) -> Reading {
        var next: Question? = question
        var heard: [Reading] = []
        var best: Reading?
        var reasksLeft = reasks
        var lastError: ExtractionError?
        while let current = next {
            let round = await ask(current, context, log)
            let isReask = reasksLeft > 0
            switch round {
            case .success(let reading):
                heard.append(reading)
                let better = best.map { reading.isBetter(than: $0) ? reading : $0 } ?? reading
                best = better
                next =
                    better.validation.failures.isEmpty
                    ? nil : following(question, after: reading.answer.model, faults: better.faults, isReask: isReask)
            case .failure(.unanswered(let error)):
                // A cancelled run has not heard the second opinion that it asked for.
                guard error.errorClass != .workerShutdown else { throw error }
                lastError = error
                next = nil
            case .failure(.unusable(let error, let model)):
                lastError = error
                next = following(question, after: model, faults: error.faults, isReask: isReask)
            }
            reasksLeft -= 1
        }
        guard let best else {
            throw lastError ?? ExtractionError(.internal, "no model was asked", stage: .model)
        }
        return try await compared(best, heard, question, context, log)
    }

    /// The same model with the faults named while there are re-asks, then the models after it with the plain question.
    private func following(_ question: Question, after model: String, faults: [String], isReask: Bool) -> Question? {
        let position = question.models.firstIndex(of: model) ?? 0
        var next = question
        if isReask {
            next.models = Array(question.models[position...])
            next.prompt = question.prompt.reasking(faults)
        } else {
            next.models = Array(question.models[(position + 1)...])
        }
        return next.models.isEmpty ? nil : next
    }

    func ask(
        _ question: Question,
        _ context: JSONValue?,
        _ log: RunLog
    ) async -> Result<Reading, Failure> {
        let clock = model.waiting.clock
        let answer: ModelAnswer
        do throws(ExtractionError) {
            answer = try await log.measure(.model, clock) { () throws(ExtractionError) in
                try await model.run(question, log: log)
            }
        } catch {
            return .failure(.unanswered(error))
        }
        switch await check(answer, context, log) {
        case .success(let reading):
            if let error = reading.contradiction { log.mark(answer.call, error) }
            return .success(reading)
        case .failure(let error):
            log.mark(answer.call, error)
            return .failure(.unusable(error, model: answer.model))
        }
    }

    /// What an answer says, checked.
    func check(
        _ answer: ModelAnswer,
        _ context: JSONValue?,
        _ log: RunLog
    ) async -> Result<Reading, ExtractionError> {
        let clock = model.waiting.clock
        do throws(ExtractionError) {
            let reports = try await log.measure(.parse, clock) { () throws(ExtractionError) in
                try await postprocess.run(answer.response.text)
            }
            let validation = try await log.measure(.validate, clock) { () throws(ExtractionError) in
                validate.run(reports, context: context)
            }
            return .success(Reading(answer: answer, reports: reports, validation: validation))
        } catch {
            var error = error
            error.answer = answer.response.text
            return .failure(error)
        }
    }

    enum Failure: Error {
        /// No model of the chain answered; there is nobody left to ask.
        case unanswered(ExtractionError)
        /// A model answered what cannot be read.
        case unusable(ExtractionError, model: String)
    }
}
