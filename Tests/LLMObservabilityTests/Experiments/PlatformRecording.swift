// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import TestSupport

/// A recording of ddtrace's talk with the platform: gives the recorded answers, and tells what was asked.
final class PlatformRecording: Sendable {
    private let exchanges: [JSONValue]
    private let answers: Mutex<[String: [JSONValue]]>

    init(_ name: String) throws {
        exchanges = (try Captures.load(name)["exchanges"]?.arrayValue ?? []).filter(Self.isForPlatform)
        var answers: [String: [JSONValue]] = [:]
        for exchange in exchanges {
            let request = exchange["request"]
            let key = "\(request?["method"]?.stringValue ?? "") \(request?["path"]?.stringValue ?? "")"
            answers[key, default: []].append(exchange["response"] ?? .null)
        }
        self.answers = Mutex(answers)
    }

    private static func isForPlatform(_ exchange: JSONValue) -> Bool {
        exchange["request"]?["path"]?.stringValue?.contains("/llm-obs/") ?? false
    }

    /// Of several recorded answers to the same question the next; 202 for what goes to the intake.
    func answer(to request: RecordedHTTPRequest) -> ScriptedHTTPResponse {
        guard request.path.contains("/llm-obs/") else { return ScriptedHTTPResponse(status: 202, text: "{}") }
        let key = "\(request.method) \(request.target)"
        let answer = answers.withLock { answers -> JSONValue? in
            guard let first = answers[key]?.first else { return nil }
            if answers[key]?.count ?? 0 > 1 { answers[key]?.removeFirst() }
            return first
        }
        guard let answer else { return ScriptedHTTPResponse(status: 404, text: "{}") }
        return ScriptedHTTPResponse(status: answer["status"]?.intValue ?? 0, text: answer["body"]?.text ?? "")
    }

    /// The ids of inserted records, in their order.
    var insertedIDs: [String] {
        exchanges.flatMap { exchange in
            exchange["request"]?["body"]?["json"]?["data"]?["attributes"]?["insert_records"]?.arrayValue ?? []
        }.compactMap { $0["id"]?.stringValue }
    }

    /// The recorded requests as a table.
    var table: PlatformTable {
        PlatformTable(
            exchanges.map { exchange in
                let request = exchange["request"]
                return PlatformTable.Request(
                    method: request?["method"]?.stringValue ?? "",
                    path: request?["path"]?.stringValue ?? "",
                    headers: (request?["headers"]?.objectValue ?? [:]).map { ($0.key, $0.value.stringValue ?? "") },
                    body: request?["body"]?["json"]
                )
            }
        )
    }
}
