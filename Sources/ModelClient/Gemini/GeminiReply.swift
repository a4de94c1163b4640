// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// A `generateContent` answer with a status of success, which may still hold no usable text.
struct GeminiReply {
    private let body: JSONValue
    private let httpStatus: Int
    private let requestID: String?
    private let usage: TokenUsage

    /// Reads the body; one that is not JSON is the server's failure, not the model's: nothing of the answer is left.
    init(_ response: HTTPTransportResponse) throws(ModelError) {
        httpStatus = response.status.code
        do throws(JSONError) {
            body = try JSONValue(parsing: response.body)
        } catch {
            throw ModelError(
                .server,
                "the provider's answer of \(response.body.count) bytes is not readable JSON at byte \(error.offset)",
                httpStatus: response.status.code
            )
        }
        requestID = body["responseId"]?.stringValue.map { String($0.prefix(128)) } ?? response.headers[.requestID]
        usage = TokenUsage(gemini: body["usageMetadata"])
    }

    /// The first candidate's visible text, or why there is none.
    func response(model: String) throws(ModelError) -> ModelResponse {
        guard let candidate = body["candidates"]?[0] else {
            throw withoutCandidates()
        }
        let text = visibleText(of: candidate)
        let finishReason = candidate["finishReason"]?.stringValue ?? "FINISH_REASON_UNSPECIFIED"
        if let failure = failure(finishReason, hasText: !text.isEmpty) {
            throw failure
        }
        return ModelResponse(
            text: text,
            finishReason: finishReason,
            usage: usage,
            requestID: requestID,
            model: body["modelVersion"]?.stringValue ?? model
        )
    }

    private func visibleText(of candidate: JSONValue) -> String {
        let parts = candidate["content"]?["parts"]?.arrayValue ?? []
        return parts.filter { $0["thought"]?.boolValue != true }.compactMap { $0["text"]?.stringValue }.joined()
    }

    private func failure(_ finishReason: String, hasText: Bool) -> ModelError? {
        switch GeminiFinishReason(finishReason) {
        case .complete where hasText:
            nil
        case .complete:
            error(.empty, "the model's answer has no text (finish reason \(finishReason.prefix(64)))", finishReason)
        case .stopped(let errorClass, let explanation):
            error(errorClass, "\(explanation) (finish reason \(finishReason.prefix(64)))", finishReason)
        }
    }

    private func withoutCandidates() -> ModelError {
        guard let blockReason = body["promptFeedback"]?["blockReason"]?.stringValue else {
            return error(.empty, "the provider's answer has no candidate", nil)
        }
        let message = "the provider blocked the request (block reason \(blockReason.prefix(64)))"
        return error(.safetyBlock, message, blockReason)
    }

    private func error(_ errorClass: ErrorClass, _ message: String, _ finishReason: String?) -> ModelError {
        ModelError(
            errorClass,
            message,
            httpStatus: httpStatus,
            requestID: requestID,
            finishReason: finishReason.map { String($0.prefix(64)) },
            usage: usage
        )
    }
}

extension HTTPField.Name {
    /// The request's name as some gateways send it.
    static var requestID: HTTPField.Name { HTTPField.Name("x-request-id")! }
}

extension TokenUsage {
    /// Reads `usageMetadata`; missing or negative counts are 0.
    fileprivate init(gemini metadata: JSONValue?) {
        // Bounded, so that no sum of them overflows.
        func bounded(_ count: Int) -> Int { min(max(0, count), 1_000_000_000) }
        func count(_ key: String) -> Int { bounded(metadata?[key]?.intValue ?? 0) }
        self.init(
            prompt: count("promptTokenCount"),
            completion: count("candidatesTokenCount"),
            cached: count("cachedContentTokenCount"),
            thinking: count("thoughtsTokenCount"),
            total: metadata?["totalTokenCount"]?.intValue.map(bounded)
        )
    }
}
