// SPDX-License-Identifier: Apache-2.0

public import JSON

/// Why a run did not succeed, in terms that operators filter and group by.
public struct JobFailure: Error, Sendable, Hashable {
    /// The error class, such as `llm.rate_limited`; a public, stable name.
    public var errorType: String
    /// What was wrong, where, and what to do. No document text, no secrets.
    public var message: String
    /// The step that failed.
    public var stage: String
    /// More members for the attempt's record, such as `model` or `http_status`.
    public var details: JSONObject

    /// Creates a failure.
    public init(errorType: String, message: String, stage: String, details: JSONObject = [:]) {
        self.errorType = errorType
        self.message = message
        self.stage = stage
        self.details = details
    }
}
