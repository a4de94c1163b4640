// SPDX-License-Identifier: Apache-2.0

import JSON

/// An error in the shape of `google.rpc.Status`, as Gemini answers it.
struct GoogleStatus: Error, Hashable, Sendable {
    var code: Int
    var status: String
    var message: String
    var retryAfter: Duration?
    /// The quota that is used up, as Google names it.
    var quotaID: String?

    init(_ code: Int, _ message: String, retryAfter: Duration? = nil, quotaID: String? = nil) {
        self.code = code
        self.quotaID = quotaID
        status = Self.name(of: code)
        self.message = message
        self.retryAfter = retryAfter
    }

    init(_ error: LocalModelError) {
        switch error.code {
        case .invalidRequest, .unreadableImage: self.init(400, error.message)
        case .unknownModel: self.init(404, error.message)
        case .overloaded, .shutDown: self.init(503, error.message)
        case .deadlineExceeded: self.init(504, error.message)
        default: self.init(500, error.message)
        }
    }

    var json: JSONValue {
        var error: JSONObject = [
            "code": .integer(Int64(code)),
            "message": .string(message),
            "status": .string(status),
        ]
        error["details"] = details.isEmpty ? nil : .array(details)
        return ["error": .object(error)]
    }

    private var details: [JSONValue] {
        let retry: JSONValue? = retryAfter.map {
            ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(Self.text(of: $0))]
        }
        let quota: JSONValue? = quotaID.map {
            ["@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [["quotaId": .string($0)]]]
        }
        return [quota, retry].compactMap(\.self)
    }

    /// `3s`, `0.5s`, as JSON writes a protocol buffer's duration.
    private static func text(of duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        return seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
    }

    /// The canonical name that goes with an HTTP status.
    private static func name(of code: Int) -> String {
        switch code {
        case 400, 413: "INVALID_ARGUMENT"
        case 401: "UNAUTHENTICATED"
        case 403: "PERMISSION_DENIED"
        case 404: "NOT_FOUND"
        case 409: "ABORTED"
        case 429: "RESOURCE_EXHAUSTED"
        case 499: "CANCELLED"
        case 501: "UNIMPLEMENTED"
        case 503: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        case 500...: "INTERNAL"
        default: "FAILED_PRECONDITION"
        }
    }
}
