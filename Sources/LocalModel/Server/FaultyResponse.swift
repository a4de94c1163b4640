// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

/// Spoils an answer in the ways that faults ask for.
struct FaultyResponse {
    private let faults: [Fault]

    init(_ faults: [Fault]) {
        self.faults = faults
    }

    func response(to answer: GenerateContentResponse, streamed: Bool) -> Response {
        var answer = answer
        for fault in faults {
            switch fault {
            case .malformed: answer.text = "Here are the results:\n" + (answer.text ?? "").dropLast()
            case .truncated: answer.truncate(to: (answer.text ?? "").count / 2)
            case .safety: (answer.text, answer.finishReason) = (nil, "SAFETY")
            case .promptBlocked: (answer.text, answer.blockReason) = (nil, "SAFETY")
            case .empty: answer.text = nil
            case .brokenBody, .delay, .status, .rateLimit, .drop: break
            }
        }
        let body = streamed ? answer.eventStream : answer.json.serialized()
        let kept = faults.contains(.brokenBody) ? Array(body.prefix(body.count / 2)) : body
        return GenerateContentRoute.response(
            200,
            kept,
            type: streamed ? "text/event-stream" : "application/json; charset=UTF-8"
        )
    }
}
