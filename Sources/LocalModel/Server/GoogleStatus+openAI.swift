// SPDX-License-Identifier: Apache-2.0

import JSON

extension GoogleStatus {
    /// The same error in OpenAI's shape.
    var openAIJSON: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(openAIType), "param": .null,
                "code": openAICode.map { .string($0) } ?? .null,
            ]
        ]
    }

    private var openAIType: String {
        switch code {
        case 429: quotaID == nil ? "rate_limit_error" : "insufficient_quota"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    private var openAICode: String? {
        switch code {
        case 400 where message.contains("token count"): "context_length_exceeded"
        case 401: "invalid_api_key"
        case 404: "model_not_found"
        case 429: quotaID == nil ? "rate_limit_exceeded" : "insufficient_quota"
        default: nil
        }
    }
}
