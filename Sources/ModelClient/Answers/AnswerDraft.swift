// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// What is known of an answer so far, whether it comes whole or in pieces.
struct AnswerDraft: Sendable {
    /// The visible text.
    var text = ""
    var finishReason: String?
    /// Why the provider would not look at the question at all.
    var blockReason: String?
    /// Whether the model said in words of its own, apart from the answer, that it declines.
    var isRefusal = false
    var usage = TokenUsage.zero
    var requestID: String?
    var model: String?
    /// A failure that the provider told in the answer's place, or in its midst.
    var failure: ModelError?

    /// Keeps a provider's name for the call; names are cut, so that they fit logs.
    mutating func noteRequestID(_ name: String?) {
        if let name { requestID = String(name.prefix(128)) }
    }

    /// The answer, or why there is none.
    func response(
        to request: ModelRequest,
        httpStatus: Int,
        _ dialect: some ModelDialect
    ) throws(ModelError) -> ModelResponse {
        if let flaw = flaw(httpStatus, dialect) { throw flaw }
        return ModelResponse(
            text: text,
            finishReason: finishReason ?? "FINISH_REASON_UNSPECIFIED",
            usage: usage,
            requestID: requestID,
            model: model ?? request.model
        )
    }

    private func flaw(_ httpStatus: Int, _ dialect: some ModelDialect) -> ModelError? {
        if let failure { return completed(failure, httpStatus) }
        if let block = blockReason?.prefix(64) {
            let message = "the provider blocked the request (block reason \(block))"
            return error(.safetyBlock, message, httpStatus, String(block))
        }
        let reason = finishReason.map { String($0.prefix(64)) }
        let suffix = "(finish reason \(reason ?? "none"))"
        if case .stopped(let errorClass, let explanation) = finishReason.map(dialect.meaning) ?? .complete {
            if errorClass == .truncated, RepetitionDetector.findsLoop(atEndOf: text) {
                return error(
                    .loop,
                    "the model repeated itself up to the limit of output tokens \(suffix)",
                    httpStatus,
                    reason
                )
            }
            return error(errorClass, "\(explanation) \(suffix)", httpStatus, reason)
        }
        if isRefusal { return error(.refusal, "the model declined to answer \(suffix)", httpStatus, reason) }
        return text.isEmpty ? error(.empty, "the model's answer has no text \(suffix)", httpStatus, reason) : nil
    }

    /// A failure with what the answer so far tells about the call.
    func error(_ errorClass: ErrorClass, _ message: String, _ httpStatus: Int?, _ reason: String? = nil) -> ModelError {
        var error = ModelError(
            errorClass,
            message,
            httpStatus: httpStatus,
            requestID: requestID,
            finishReason: reason,
            usage: usage
        )
        error.answer = text.isEmpty ? nil : text
        return error
    }

    private func completed(_ failure: ModelError, _ httpStatus: Int) -> ModelError {
        var failure = failure
        failure.httpStatus = failure.httpStatus ?? httpStatus
        failure.requestID = failure.requestID ?? requestID
        failure.usage = usage
        failure.answer = text.isEmpty ? nil : text
        return failure
    }
}
