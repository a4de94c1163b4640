// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

/// A `google.rpc.Status`, in an answer with a status of failure or in the midst of a stream.
struct GeminiFailure {
    private let httpStatus: Int?
    private let status: String?
    private let providerMessage: String
    private let details: GeminiErrorDetails
    private let headers: HTTPFields
    private let sharesCapacity: Bool

    /// Without an HTTP status the one that the error itself tells counts.
    init(_ error: JSONValue?, httpStatus: Int?, headers: HTTPFields, _ sharesCapacity: Bool) {
        self.httpStatus = httpStatus ?? error?["code"]?.intValue
        self.headers = headers
        self.sharesCapacity = sharesCapacity
        status = error?["status"]?.stringValue.map { String($0.prefix(64)) }
        providerMessage = error?["message"]?.stringValue ?? ""
        details = GeminiErrorDetails(error?["details"])
    }

    /// The failure by its class.
    var error: ModelError {
        ProviderFailure(
            httpStatus: httpStatus,
            code: status.map { $0 + (details.reason.map { " (\($0))" } ?? "") },
            errorClass: errorClass,
            notes: notes,
            retryAfter: retryAfter,
            requestID: details.requestID ?? ProviderFailure.short(headers[.requestID]),
            providerMessage: providerMessage
        ).error
    }

    /// None with a quota per day: what Gemini tells then is when that of the minute is back.
    private var retryAfter: Duration? {
        guard errorClass != .quotaExhausted else { return nil }
        return details.retryDelay ?? headers[.retryAfter].flatMap(RetryAfter.parse)
    }

    private var notes: [String] {
        var notes: [String] = []
        if let quota = details.quotaIDs.first { notes.append("quota \(quota)") }
        if !details.fields.isEmpty { notes.append("fields \(details.fields.joined(separator: ", "))") }
        return notes
    }

    private var errorClass: ErrorClass {
        if details.reason == "API_KEY_INVALID" || status == "FAILED_PRECONDITION" { return .auth }
        switch httpStatus {
        case nil: return .server
        case 400: return badRequestClass
        case 429: return tooManyRequestsClass
        case .some(let httpStatus): return ErrorClass(httpStatus: httpStatus)
        }
    }

    private var tooManyRequestsClass: ErrorClass {
        if details.isDailyQuota { return .quotaExhausted }
        return sharesCapacity && details.quotaIDs.isEmpty ? .capacity : .rateLimited
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
}
