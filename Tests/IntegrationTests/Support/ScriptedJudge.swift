// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import TestSupport

/// A stand-in for a model that judges, in the words of OpenAI's API.
final class ScriptedJudge: Sendable {
    private let http: LoopbackHTTPServer

    /// Answers every call with this text, or only so many; those after hang.
    init(_ text: String, answers: Int = .max) throws {
        let calls = Atomic(0)
        let answer: JSONValue = [
            "id": "judge-1", "object": "chat.completion", "model": "judge",
            "choices": [
                [
                    "index": 0, "finish_reason": "stop",
                    "message": ["role": "assistant", "content": .string(text)],
                ]
            ],
            "usage": ["prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15],
        ]
        let body = answer.serialized()
        http = try LoopbackHTTPServer { _ in
            guard calls.add(1, ordering: .relaxed).newValue <= answers else { return .hang }
            return ScriptedHTTPResponse(headers: [("Content-Type", "application/json")], body: body)
        }
    }

    var url: String { http.url }

    /// What it was asked, in order.
    var prompts: [String] {
        http.requests.compactMap { request in
            let messages = (try? JSONValue(parsing: request.body))?["messages"]?.arrayValue ?? []
            return messages.map { $0["content"]?.stringValue ?? $0["content"]?.text ?? "" }.joined(separator: "\n")
        }
    }

    func stop() { http.stop() }
}
