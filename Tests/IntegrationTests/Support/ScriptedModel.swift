// SPDX-License-Identifier: Apache-2.0

import Dispatch
import JSON
import Synchronization
import TestSupport

/// A stand-in for the model service whose first answer can be held back for as long as a test needs.
final class ScriptedModel: Sendable {
    private let http: LoopbackHTTPServer
    private let gate: Gate

    /// Answers every call with these reports, or only so many; those after hang.
    init(_ reports: JSONValue, holdsFirst: Bool = false, answers: Int = .max) throws {
        let gate = Gate(isOpen: !holdsFirst)
        let calls = Mutex(0)
        let body = Self.body(reports)
        self.gate = gate
        http = try LoopbackHTTPServer { _ in
            let number = calls.withLock { count in
                count += 1
                return count
            }
            if number == 1 { gate.pass() }
            guard number <= answers else { return .hang }
            return ScriptedHTTPResponse(headers: [("Content-Type", "application/json")], body: body)
        }
    }

    var url: String { http.url }

    /// How many calls have come.
    var calls: Int { http.requests.count }

    /// Lets the first answer go.
    func release() { gate.open() }

    /// Lets go of what is held and ends the server.
    func stop() {
        gate.open()
        http.stop()
    }

    private static func body(_ reports: JSONValue) -> [UInt8] {
        let answer: JSONValue = [
            "candidates": [
                [
                    "content": ["role": "model", "parts": [["text": .string(reports.text)]]],
                    "finishReason": "STOP",
                ]
            ],
            "usageMetadata": ["promptTokenCount": 100, "candidatesTokenCount": 50, "totalTokenCount": 150],
            "responseId": "scripted-1",
        ]
        return answer.serialized()
    }
}

/// A door that one thread waits at.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    init(isOpen: Bool) {
        if isOpen { semaphore.signal() }
    }

    /// Waits until the door is open, and leaves it open.
    func pass() {
        semaphore.wait()
        semaphore.signal()
    }

    func open() { semaphore.signal() }
}

/// Runs `body` with a scripted model that answers with the numbers of `sheet`.
func withScriptedModel<Value>(
    _ sheet: Sheet,
    holdsFirst: Bool = false,
    _ body: (ScriptedModel) async throws -> Value
) async throws -> Value {
    let model = try ScriptedModel(sheet.reports, holdsFirst: holdsFirst)
    defer { model.stop() }
    return try await body(model)
}
