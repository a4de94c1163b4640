// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import JSON
import Logging
import Synchronization
import TestSupport

@testable import LLMExperiments
@testable import LLMObservability

/// Datadog's platform and its intake of spans, each of which may fail, and experiments that are told to both.
final class MirrorBed: Sendable {
    /// What spans are answered with.
    let intakeStatus = Mutex(202)
    /// Whether what evaluators say is left without an answer.
    let swallowsMetrics = Mutex(false)
    /// What everything about one experiment is answered with.
    let experimentStatus = Mutex(200)
    /// The inputs that the task was called with.
    let calls = Mutex<[Int]>([])
    let platform: ExperimentPlatform
    let folder: TemporaryDirectory
    private let book: Book
    private let bed: TestBed
    private let logger: Logger

    /// What the server, which is there first, has to know.
    private final class Book: Sendable {
        let answer = Mutex<(@Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse)?>(nil)
    }

    init(
        configuration: LLMObsConfiguration = .test(),
        logger: Logger = .init(label: "") { _ in SwiftLogNoOpLogHandler() }
    )
        throws
    {
        let book = Book()
        self.book = book
        self.logger = logger
        bed = try TestBed(
            answer: { request in book.answer.withLock { $0 }?(request) ?? .close },
            configuration: configuration,
            logger: logger
        )
        folder = try TemporaryDirectory()
        var platform = PlatformConfiguration()
        (platform.apiKey, platform.appKey, platform.overrideOrigin) = ("not-a-key", "not-an-app-key", bed.server.url)
        self.platform = try ExperimentPlatform(
            configuration: platform,
            agent: nil,
            transport: bed.transport,
            retryDelay: { _ in .zero }
        )
        book.answer.withLock { $0 = { [weak self] request in self?.answer(request) ?? .close } }
    }

    var client: LLMObsClient { bed.client }
    var server: LoopbackHTTPServer { bed.server }
    var statePath: String { folder.path + "/state.jsonl" }

    func stop() async { await bed.stop() }

    private func answer(_ request: RecordedHTTPRequest) -> ScriptedHTTPResponse {
        guard request.path.contains("/llm-obs/") else {
            return ScriptedHTTPResponse(status: intakeStatus.withLock { $0 }, text: "{}")
        }
        if request.path.hasSuffix("/events"), swallowsMetrics.withLock({ $0 }) { return .hang }
        if request.path.contains("/experiments/") {
            return ScriptedHTTPResponse(status: experimentStatus.withLock { $0 }, text: "{}")
        }
        let isList = request.path.hasSuffix("batch_update")
        return ScriptedHTTPResponse(text: isList ? #"{"data":[]}"# : #"{"data":{"id":"x","attributes":{}}}"#)
    }

    /// Runs the task on the numbers, once they are a dataset on the platform.
    ///
    /// - Parameter isMirrored: whether the platform is told of the run.
    func run(
        _ numbers: [Int],
        metadata: JSONObject? = nil,
        tags: [String] = [],
        state: String? = nil,
        isMirrored: Bool = true,
        evaluators: [Evaluator] = [.boolean("same") { $0.output == $0.input }],
        _ task: @escaping @Sendable (Int) async throws -> Void = { _ in }
    ) async throws -> ExperimentRun {
        var dataset = try Dataset(
            name: "numbers",
            records: numbers.map {
                DatasetRecord(id: "r\($0)", input: .integer(Int64($0)), metadata: metadata, tags: tags)
            }
        )
        if isMirrored { try await platform.create(&dataset) }
        var options = RunOptions()
        (options.statePath, options.selection, options.logger) = (state ?? statePath, .first, logger)
        if isMirrored { options.platform = platform }
        let experiment = try Experiment(name: "mirrored", dataset: dataset, evaluators: evaluators) { input in
            let number = input.value.intValue ?? 0
            self.calls.withLock { $0.append(number) }
            try await task(number)
            return input.value
        }
        return try await LLMObs.withClient(client) { [options] in try await experiment.run(options: options) }
    }

    /// Keeps what the state file says now: that is all that a process leaves behind which ends at once.
    func keepState(as name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        try FileManager.default.copyItem(atPath: statePath, toPath: path)
        return path
    }

    /// The events of records' spans in the order in which they came.
    func recordEvents() throws -> [JSONValue] {
        try bed.spanEvents().filter { $0["meta"]?["span"]?["kind"] == "experiment" }
    }

    /// The ids of records' spans in the order in which they came; of those that were told again only, if wanted.
    func recordSpans(retold: Bool = false) throws -> [String] {
        try recordEvents().filter { event in
            !retold || event["tags"]?.arrayValue?.contains("retold:true") == true
        }.compactMap { $0["span_id"]?.stringValue }
    }

    /// The spans that evaluators spoke about, in the order in which they did.
    func judgedSpans() throws -> [String] {
        try server.requests.filter { $0.path.hasSuffix("/events") }
            .flatMap { try JSONValue(parsing: $0.body)["data"]?["attributes"]?["metrics"]?.arrayValue ?? [] }
            .compactMap { $0["span_id"]?.stringValue }
    }

    /// What was said of the experiment.
    func statuses() throws -> [String] {
        try server.requests.filter { $0.method == "PATCH" }
            .compactMap { try JSONValue(parsing: $0.body)["data"]?["attributes"]?["status"]?.stringValue }
    }
}

/// Runs a test on a bed of its own.
func withMirrorBed(
    configuration: LLMObsConfiguration = .test(),
    logger: Logger = .init(label: "") { _ in SwiftLogNoOpLogHandler() },
    _ body: (MirrorBed) async throws -> Void
) async throws {
    let bed = try MirrorBed(configuration: configuration, logger: logger)
    do { try await body(bed) } catch {
        await bed.stop()
        throw error
    }
    await bed.stop()
}
