// SPDX-License-Identifier: Apache-2.0

import ModelClient

extension ExtractionError {
    /// The same error, with its place before the message.
    func located(_ place: String) -> ExtractionError {
        var error = self
        error.message = "\(place): \(message)"
        return error
    }

    /// The same error with what the run has done so far.
    func after(_ log: RunLog) -> ExtractionError {
        var error = self
        error.attempts = log.attempts
        error.usage = log.usage
        return error
    }

    /// A model's failure as the pipeline's.
    init(_ error: ModelError) {
        self.init(error.errorClass, error.message, stage: .model, retryAfter: error.retryAfter, underlying: error)
        isUnasked = error.isUnasked
        answer = error.answer
    }

    /// What a parser's complaint means.
    init(_ error: ReportParsingError) {
        let errorClass: ErrorClass = error.kind == .malformed ? .outputMalformed : .outputSchema
        self.init(errorClass, error.message, stage: .parse, underlying: error)
    }
}
