// SPDX-License-Identifier: Apache-2.0

import JSON

/// What we read of the `details` of a `google.rpc.Status`.
struct GeminiErrorDetails {
    /// `ErrorInfo`'s reason, such as `API_KEY_INVALID`.
    private(set) var reason: String?
    /// `RetryInfo`'s delay.
    private(set) var retryDelay: Duration?
    /// `RequestInfo`'s id.
    private(set) var requestID: String?
    /// The ids of the quotas that `QuotaFailure` names.
    private(set) var quotaIDs: [String] = []
    /// The paths that `BadRequest` names; their descriptions may quote the request and are left out.
    private(set) var fields: [String] = []

    init(_ details: JSONValue?) {
        for detail in (details?.arrayValue ?? []).prefix(20) {
            read(detail)
        }
    }

    /// Whether a quota counts days: it does not come back within a job's patience.
    var isDailyQuota: Bool {
        quotaIDs.contains { $0.contains("PerDay") }
    }

    private mutating func read(_ detail: JSONValue) {
        guard let type = detail["@type"]?.stringValue?.split(separator: ".").last else { return }
        switch type {
        case "ErrorInfo": reason = short(detail["reason"])
        case "RetryInfo": retryDelay = detail["retryDelay"]?.stringValue.flatMap(RetryAfter.parse)
        case "RequestInfo": requestID = short(detail["requestId"])
        case "QuotaFailure": quotaIDs += list(detail["violations"], "quotaId")
        case "BadRequest": fields += list(detail["fieldViolations"], "field")
        default: break
        }
    }

    private func list(_ violations: JSONValue?, _ key: String) -> [String] {
        (violations?.arrayValue ?? []).prefix(5).compactMap { short($0[key]) }
    }

    private func short(_ value: JSONValue?) -> String? {
        value?.stringValue.map { String($0.prefix(128)) }
    }
}
