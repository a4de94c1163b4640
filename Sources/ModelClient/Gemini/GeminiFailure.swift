// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// An answer with a status of failure; its body, if readable, is a `google.rpc.Status`.
struct GeminiFailure {
    private let httpStatus: Int
    private let status: String?
    private let providerMessage: String
    private let details: GeminiErrorDetails
    private let retryAfter: Duration?
    private let requestID: String?

    init(_ response: HTTPTransportResponse) {
        // Streaming end points and some gateways wrap the status in a list of one.
        let body = try? JSONValue(parsing: response.body)
        let error = body?["error"] ?? body?[0]?["error"]
        httpStatus = response.status.code
        status = error?["status"]?.stringValue.map { String($0.prefix(64)) }
        providerMessage = error?["message"]?.stringValue ?? ""
        details = GeminiErrorDetails(error?["details"])
        retryAfter = details.retryDelay ?? response.headers[.retryAfter].flatMap(RetryAfter.parse)
        requestID = details.requestID ?? response.headers[.requestID]
    }

    /// The failure by its class.
    var error: ModelError {
        ModelError(
            errorClass,
            message,
            httpStatus: httpStatus,
            retryAfter: retryAfter,
            requestID: requestID
        )
    }

    private var errorClass: ErrorClass {
        if details.reason == "API_KEY_INVALID" { return .auth }
        switch httpStatus {
        case 400: return badRequestClass
        case 401, 403: return .auth
        case 402: return .quotaExhausted
        case 404: return .modelNotFound
        case 408: return .timeout
        case 413: return .inputTooLarge
        case 429: return details.isDailyQuota ? .quotaExhausted : .rateLimited
        case 503, 529: return .capacity
        case 500...: return .server
        default: return .badConfig
        }
    }

    /// Gemini's only sign for these is the text: status and details are those of any other invalid argument.
    private var badRequestClass: ErrorClass {
        let text = providerMessage.lowercased()
        return Self.invalidArguments.first { text.contains($0.phrase) }?.errorClass ?? .badConfig
    }

    private static let invalidArguments: [(phrase: String, errorClass: ErrorClass)] = [
        ("token count", .contextWindow),
        ("tokens allowed", .contextWindow),
        ("process input image", .inputCorrupt),
        ("image is not valid", .inputCorrupt),
        ("document has no pages", .inputCorrupt),
        ("payload size exceeds", .inputTooLarge),
    ]

    /// The provider's own text is left out where it may quote the request.
    private var message: String {
        var text = "the provider answered \(httpStatus)"
        if let status { text += " \(status)" }
        if let reason = details.reason { text += " (\(reason))" }
        if let quota = details.quotaIDs.first { text += ", quota \(quota)" }
        if !details.fields.isEmpty { text += ", fields \(details.fields.joined(separator: ", "))" }
        if let retryAfter { text += ", asking to wait \(retryAfter)" }
        return text + (Self.mends[errorClass].map { "; \($0)" } ?? "")
    }

    private static let mends: [ErrorClass: String] = [
        .auth: "check the API key and what it may use",
        .modelNotFound: "check the model's name",
        .contextWindow: "send fewer or smaller pages, or use a model with a larger window",
        .inputTooLarge: "send fewer or smaller pages",
        .inputCorrupt: "the provider could not read a page",
    ]
}
