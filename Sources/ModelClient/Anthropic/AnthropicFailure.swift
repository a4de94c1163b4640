// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

/// An error of Anthropic's, in an answer with a status of failure or as an event of a stream.
struct AnthropicFailure {
    private let httpStatus: Int?
    private let type: String?
    private let code: String?
    private let providerMessage: String
    private let requestID: String?
    private let headers: HTTPFields

    init(_ body: JSONValue?, httpStatus: Int?, headers: HTTPFields) {
        let error = body?["error"]
        self.httpStatus = httpStatus
        self.headers = headers
        type = ProviderFailure.short(error?["type"]?.stringValue)
        code = ProviderFailure.short(error?["details"]?["error_code"]?.stringValue)
        providerMessage = error?["message"]?.stringValue ?? ""
        requestID = ProviderFailure.short(headers[.plainRequestID] ?? body?["request_id"]?.stringValue)
    }

    /// The failure by its class.
    var error: ModelError {
        ProviderFailure(
            httpStatus: httpStatus,
            code: code ?? type,
            errorClass: errorClass,
            retryAfter: headers[.retryAfter].flatMap(RetryAfter.parse),
            requestID: requestID,
            providerMessage: providerMessage
        ).error
    }

    private var errorClass: ErrorClass {
        if let known = code.flatMap({ Self.codes[$0] }) { return known }
        if type == "invalid_request_error" || type == nil, httpStatus == nil || httpStatus == 400 {
            return type == nil && httpStatus == nil ? .server : invalidRequestClass
        }
        if let known = type.flatMap({ Self.types[$0] }) { return known }
        return httpStatus.map { ErrorClass(httpStatus: $0) } ?? .server
    }

    /// Where there is no code the text is the only sign, although its wording may change.
    private var invalidRequestClass: ErrorClass {
        let text = providerMessage.lowercased()
        return Self.phrases.first { text.contains($0.phrase) }?.errorClass ?? .badConfig
    }

    /// https://platform.claude.com/docs/en/api/errors
    private static let types: [String: ErrorClass] = [
        "authentication_error": .auth,
        "permission_error": .auth,
        "billing_error": .quotaExhausted,
        "not_found_error": .modelNotFound,
        "request_too_large": .inputTooLarge,
        "rate_limit_error": .rateLimited,
        "api_error": .server,
        "conflict_error": .server,
        "timeout_error": .server,
        "overloaded_error": .capacity,
    ]

    /// The codes of anthropic 2.12.0 that mean something else than their type.
    private static let codes: [String: ErrorClass] = [
        "image_dimensions_too_large": .inputTooLarge,
        "request_body_too_large_after_decoding": .inputTooLarge,
        "request_body_timeout": .timeout,
        "contract_spend_limit_reached": .quotaExhausted,
        "enforced_spend_limit_reached": .quotaExhausted,
        "linked_organization_spend_limit_reached": .quotaExhausted,
        "linked_organization_billing_unavailable": .quotaExhausted,
        "organization_on_hold": .auth,
        "organization_type_not_supported": .auth,
        "cmek_key_disabled": .auth,
        "cmek_key_network_blocked": .auth,
    ]

    private static let phrases: [(phrase: String, errorClass: ErrorClass)] = [
        ("prompt is too long", .contextWindow),
        ("exceed context limit", .contextWindow),
        ("credit balance", .quotaExhausted),
        ("could not process image", .inputCorrupt),
        ("could not process pdf", .inputCorrupt),
        ("pdf specified was not valid", .inputCorrupt),
        ("password protected", .inputCorrupt),
        ("exceeds 5 mb", .inputTooLarge),
        ("image exceeds", .inputTooLarge),
        ("content filtering policy", .safetyBlock),
    ]
}
