// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import JSON
public import ModelClient

/// One call to a model, successful or not, as results and dead letters list it.
public struct ExtractionAttempt: Sendable, Hashable {
    /// The position among the run's calls, from 1.
    public var number: Int
    /// The step that failed; `model` for a call that succeeded.
    public var stage: ExtractionStage
    /// Whether this was the second of two calls for the same answer, made because the first was late.
    public var isHedge = false
    /// The model that was asked.
    public var model: String
    /// Why the call failed; nil for one that succeeded.
    public var errorClass: ErrorClass?
    /// What was wrong; nil for a call that succeeded.
    public var message: String?
    /// The HTTP status, if there was an answer.
    public var httpStatus: Int?
    /// The provider's name for the call.
    public var requestID: String?
    /// The provider's finish or block reason.
    public var finishReason: String?
    /// How long the provider asked us to wait.
    public var retryAfter: Duration?
    /// Tokens of this call.
    public var usage: TokenUsage
    /// What this call cost, in millionths of a US dollar; nil when the model has no price or the tokens are not known.
    public var cost: Int64?
    /// When the call began, in milliseconds since 1970.
    public var startedAtMilliseconds: Int64
    /// How long the call took.
    public var duration: Duration

    /// Whether there is an answer to fall back on, if only one that contradicts itself.
    var hasAnswer: Bool { errorClass == nil || errorClass == .outputDomain }

    /// `ok`, `timeout`, `superseded` or `error`.
    public var kind: String {
        switch errorClass {
        case nil: "ok"
        case .timeout: "timeout"
        case .superseded: "superseded"
        default: "error"
        }
    }

    /// The attempt as results and dead letters hold it; members that do not apply are left out.
    public var json: JSONValue {
        var object: JSONObject = ["n": .integer(Int64(number)), "kind": .string(kind)]
        object["error_type"] = errorClass.map { .string($0.rawValue) }
        object["message"] = message.map { .string(String($0.prefix(Self.maximumMessageLength))) }
        object["stage"] = .string(stage.rawValue)
        object["hedge"] = isHedge ? true : nil
        object["model"] = .string(model)
        object["http_status"] = httpStatus.map { .integer(Int64($0)) }
        object["provider_request_id"] = requestID.map { .string($0) }
        object["finish_reason"] = finishReason.map { .string($0) }
        object["retry_after_ms"] = retryAfter.map { .integer($0.wholeMilliseconds) }
        object["usage"] = usage.json
        if usage.isEstimated { object["usage_estimated"] = true }
        object["cost_usd"] = cost.map { .double(Double($0) / 1e6) }
        object["started_at"] = .string(startedAt.formatted(.iso8601))
        object["duration_ms"] = .integer(duration.wholeMilliseconds)
        return .object(object)
    }

    private var startedAt: Date {
        Date(timeIntervalSince1970: Double(startedAtMilliseconds) / 1000)
    }

    private static let maximumMessageLength = 1024
}

extension [ExtractionAttempt] {
    /// Tokens over all calls.
    var usage: TokenUsage { reduce(.zero) { $0 + $1.usage } }

    /// What all calls cost; nil when one used tokens whose price is not known.
    var cost: Int64? {
        let paid = filter { $0.usage != .zero }
        let costs = paid.compactMap(\.cost)
        return !paid.isEmpty && costs.count == paid.count ? costs.reduce(0, +) : nil
    }
}
