// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import TestSupport

/// Datadog as experiments see it: one dataset, experiments, and the intake of spans, on loopback.
final class FakePlatform: Sendable {
    private let http: LoopbackHTTPServer
    private let book: Book

    /// What it was told.
    fileprivate final class Book: Sendable {
        let state: Mutex<State>

        init(_ state: sending State) { self.state = Mutex(state) }
    }

    fileprivate struct State {
        var records: JSONObject?
        var version = 0
        var pushes = 0
        var experiments: [String] = []
        var statuses: [String] = []
        var metrics: [JSONValue] = []
        var intakeStatus = 202
        var isSilent = false
    }

    /// - Parameters:
    ///   - records: what a dataset of the wanted name holds already, by id; nil if there is no such dataset.
    ///   - intakeStatus: what spans are answered with.
    init(records: JSONObject? = nil, intakeStatus: Int = 202) throws {
        let book = Book(State(records: records, intakeStatus: intakeStatus))
        self.book = book
        http = try LoopbackHTTPServer { request in
            if book.state.withLock({ $0.isSilent }) { return .hang }
            guard request.path.contains("/llm-obs/") else {
                return ScriptedHTTPResponse(status: book.state.withLock { $0.intakeStatus }, text: "{}")
            }
            let body = (try? JSONValue(parsing: request.body))?["data"]
            let answer = book.state.withLock { $0.answer(request, body) }
            return ScriptedHTTPResponse(text: JSONValue.object(["data": answer]).text)
        }
    }

    func stop() { http.stop() }

    var url: String { http.url }

    /// What leads a program here, and nowhere else.
    var environment: [String: String] {
        [
            "DD_API_KEY": "not-a-key", "DD_APP_KEY": "not-an-app-key", "DD_LLMOBS_OVERRIDE_ORIGIN": http.url,
            "DD_LLMOBS_AGENTLESS_ENABLED": "1", "DD_TRACE_AGENT_URL": "file:///dev/null",
        ]
    }

    /// The dataset's records, by id.
    var records: JSONObject { book.state.withLock { $0.records ?? [:] } }
    /// How often the dataset was changed.
    var pushes: Int { book.state.withLock { $0.pushes } }
    /// The names of experiments.
    var experiments: [String] { book.state.withLock { $0.experiments } }
    /// What was said of them, in order.
    var statuses: [String] { book.state.withLock { $0.statuses } }
    /// What evaluators said.
    var metrics: [JSONValue] { book.state.withLock { $0.metrics } }

    /// What spans are answered with.
    var intakeStatus: Int {
        get { book.state.withLock { $0.intakeStatus } }
        set { book.state.withLock { $0.intakeStatus = newValue } }
    }

    /// How often it was told that a run was interrupted, answered or not.
    var farewells: Int { http.requests.count { $0.method == "PATCH" && $0.text.contains("interrupted") } }
    /// Whether nothing is answered.
    var isSilent: Bool {
        get { book.state.withLock { $0.isSilent } }
        set { book.state.withLock { $0.isSilent = newValue } }
    }

    /// The events of records' spans, taken or not.
    var recordSpans: [JSONValue] {
        let bodies = http.requests.filter { $0.path.hasSuffix("/api/v2/llmobs") }
        let envelopes = bodies.flatMap { (try? JSONValue(parsing: $0.body))?.arrayValue ?? [] }
        return envelopes.flatMap { $0["spans"]?.arrayValue ?? [] }.filter {
            $0["meta"]?["span"]?["kind"]?.stringValue == "experiment"
        }
    }
}

extension FakePlatform.State {
    fileprivate mutating func answer(_ request: RecordedHTTPRequest, _ body: JSONValue?) -> JSONValue {
        let last = request.path.split(separator: "/").last.map(String.init) ?? ""
        switch (request.method, last) {
        case ("POST", "projects"): return ["id": "project-1"]
        case ("GET", "datasets"): return records == nil ? [] : [dataset]
        case ("POST", "datasets"):
            records = [:]
            return dataset
        case ("GET", "records"):
            return .array((records ?? [:]).map { ["id": .string($0.key), "attributes": $0.value] })
        case ("POST", "batch_update"): return push(body?["attributes"] ?? .null)
        case ("POST", "experiments"):
            let name = "\(body?["attributes"]?["name"]?.stringValue ?? "")-unique-\(experiments.count + 1)"
            experiments.append(name)
            return ["id": .string("experiment-\(experiments.count)"), "attributes": ["name": .string(name)]]
        case ("POST", "events"): metrics += body?["attributes"]?["metrics"]?.arrayValue ?? []
        case ("PATCH", _): statuses.append(body?["attributes"]?["status"]?.stringValue ?? "")
        default: break
        }
        return [:]
    }

    private var dataset: JSONValue {
        ["id": "dataset-1", "attributes": ["current_version": .integer(Int64(version))]]
    }

    /// Null leaves a field as it is, as the reference tracer has it.
    private mutating func push(_ changes: JSONValue) -> JSONValue {
        version += 1
        pushes += 1
        for change in (changes["insert_records"]?.arrayValue ?? []) + (changes["update_records"]?.arrayValue ?? []) {
            let id = change["id"]?.stringValue ?? ""
            var record = records?[id]?.objectValue ?? [:]
            for key in ["input", "expected_output", "metadata"] {
                if let value = change[key], !value.isNull { record[key] = value }
            }
            records?[id] = .object(record)
        }
        for id in changes["delete_records"]?.arrayValue ?? [] { records?[id.stringValue ?? ""] = nil }
        return [["id": "any", "attributes": ["version": .integer(Int64(version))]]]
    }
}
