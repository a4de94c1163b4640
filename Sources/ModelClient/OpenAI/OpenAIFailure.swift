// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

/// An `error` object of OpenAI's, in an answer with a status of failure or in the midst of a stream.
struct OpenAIFailure {
    private let httpStatus: Int?
    private let type: String?
    private let code: String?
    private let parameter: String?
    private let providerMessage: String
    private let headers: HTTPFields

    init(_ error: JSONValue?, httpStatus: Int?, headers: HTTPFields) {
        // OpenRouter gives the status as the code.
        self.httpStatus = httpStatus ?? error?["code"]?.intValue
        self.headers = headers
        type = ProviderFailure.short(error?["type"]?.stringValue)
        code = ProviderFailure.short(error?["code"]?.stringValue)
        parameter = ProviderFailure.short(error?["param"]?.stringValue)
        providerMessage = error?["message"]?.stringValue ?? ""
    }

    /// The failure by its class.
    var error: ModelError {
        ProviderFailure(
            httpStatus: httpStatus,
            code: code ?? type,
            errorClass: errorClass,
            notes: parameter.map { ["parameter \($0)"] } ?? [],
            retryAfter: retryAfter,
            requestID: ProviderFailure.short(headers[.requestID]),
            providerMessage: providerMessage
        ).error
    }

    private var errorClass: ErrorClass {
        if let known = [code, type].compactMap({ $0 }).lazy.compactMap({ Self.codes[$0] }).first { return known }
        guard let httpStatus else { return .server }
        guard httpStatus == 400 || httpStatus == 422 else { return ErrorClass(httpStatus: httpStatus) }
        // Servers that only speak like OpenAI have no codes.
        let text = providerMessage.lowercased()
        return Self.phrases.first { text.contains($0.phrase) }?.errorClass ?? .badConfig
    }

    private var retryAfter: Duration? {
        if let milliseconds = headers[.retryAfterMilliseconds].flatMap({ RetryAfter.parse($0) }) {
            return milliseconds / 1000
        }
        return headers[.retryAfter].flatMap(RetryAfter.parse)
    }

    /// https://developers.openai.com/docs/guides/error-codes and the codes that are seen besides.
    private static let codes: [String: ErrorClass] = [
        "context_length_exceeded": .contextWindow,
        "string_above_max_length": .contextWindow,
        "content_policy_violation": .safetyBlock,
        "content_filter": .safetyBlock,
        "model_not_found": .modelNotFound,
        "invalid_api_key": .auth,
        "account_deactivated": .auth,
        "insufficient_quota": .quotaExhausted,
        "credit_balance_exhausted": .quotaExhausted,
        "billing_hard_limit_reached": .quotaExhausted,
        "billing_not_active": .quotaExhausted,
        "rate_limit_exceeded": .rateLimited,
        "slow_down": .capacity,
        "server_is_overloaded": .capacity,
        "service_unavailable_error": .capacity,
        "server_error": .server,
        "invalid_image": .inputCorrupt,
        "invalid_image_format": .inputCorrupt,
        "invalid_base64_image": .inputCorrupt,
        "image_parse_error": .inputCorrupt,
        "image_too_large": .inputTooLarge,
        "image_file_too_large": .inputTooLarge,
        "unsupported_image_media_type": .inputUnsupported,
        "empty_image_file": .inputCorrupt,
    ]

    private static let phrases: [(phrase: String, errorClass: ErrorClass)] = [
        ("context length", .contextWindow), ("context window", .contextWindow), ("too many tokens", .contextWindow),
        ("could not process image", .inputCorrupt), ("cannot identify image", .inputCorrupt),
    ]
}

extension HTTPField.Name {
    fileprivate static var retryAfterMilliseconds: HTTPField.Name { HTTPField.Name("retry-after-ms")! }
}
