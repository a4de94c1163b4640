// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import JSON
import LLMExperiments
import LLMObservability
import Logging
import Synchronization
import TestSupport
import Testing

/// The platform when it does not answer as it should.
@Suite struct ExperimentPlatformTests {
    private func withPlatform(
        _ answer: @escaping @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse,
        _ body: (ExperimentPlatform, LoopbackHTTPServer) async throws -> Void
    ) async throws {
        let server = try LoopbackHTTPServer(handler: answer)
        let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var configuration = PlatformConfiguration(environment: [
            "DD_API_KEY": "not-a-key", "DD_APP_KEY": "not-an-app-key", "DD_LLMOBS_OVERRIDE_ORIGIN": server.url + "/",
        ])
        configuration.maximumTries = 3
        let platform = try ExperimentPlatform(
            configuration: configuration,
            agent: nil,
            transport: transport,
            retryDelay: { _ in .zero }
        )
        do { try await body(platform, server) } catch {
            await transport.shutdown()
            server.stop()
            throw error
        }
        await transport.shutdown()
        server.stop()
    }

    @Test func withoutAnyWayThereIsAnError() throws {
        let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let configuration = PlatformConfiguration(environment: ["DD_API_KEY": "only one"])
        let error = #expect(throws: ExperimentError.self) {
            try ExperimentPlatform(configuration: configuration, agent: nil, transport: transport)
        }
        #expect(error?.code == .noPlatform)
    }

    /// One key alone leads to the agent, which the user may not have meant.
    @Test func anAgentThatIsNotThere() async throws {
        let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let port = try LoopbackHTTPServer { _ in .close }
        port.stop()
        let platform = try ExperimentPlatform(
            configuration: PlatformConfiguration(environment: ["DD_API_KEY": "only one"]),
            agent: AgentClient(address: .http(url: port.url), transport: transport),
            transport: transport,
            retryDelay: { _ in .zero }
        )
        let error = await #expect(throws: ExperimentError.self) { try await platform.project() }
        #expect(error?.code == .platform && error?.message.contains("DD_APP_KEY") == true)
        await transport.shutdown()
    }

    @Test(arguments: [(403, 1), (500, 3), (429, 3), (404, 1)]) func refusals(status: Int, tries: Int) async throws {
        try await withPlatform { _ in
            ScriptedHTTPResponse(status: status, text: "{}")
        } _: { platform, server in
            let error = await #expect(throws: ExperimentError.self) { try await platform.project() }
            #expect(error?.code == (status == 404 ? .notFound : .platform) && server.requests.count == tries)
            #expect(error?.message.contains("\(status)") == true && error?.message.contains("not-a-key") == false)
        }
    }

    @Test func pagesAreFollowedAndNamesEscaped() async throws {
        let record = #"{"id":"%","attributes":{"input":1,"canonical_id":"c"}}"#
        try await withPlatform { request in
            let text =
                if request.method == "POST" { #"{"data":{"id":"p"}}"# } else if request.target.contains("filter[name]")
                {
                    #"{"data":[{"id":"d","attributes":{"current_version":3}}]}"#
                } else if request.target.contains("page[cursor]") {
                    #"{"data":[\#(record.replacing("%", with: "b"))],"meta":{"after":""}}"#
                } else {
                    #"{"data":[\#(record.replacing("%", with: "a"))],"meta":{"after":"x y"}}"#
                }
            return ScriptedHTTPResponse(text: text)
        } _: { platform, server in
            let dataset = try await platform.dataset(named: "a b&ü", version: 2, tags: ["r:eu"])
            #expect(dataset.records.map(\.id) == ["a", "b"] && dataset.remote?.version == 2)
            #expect(dataset.remote?.latestVersion == 3 && dataset.records[0].canonicalID == "c")
            let targets = server.requests.dropFirst().map(\.target)
            #expect(targets[0].hasSuffix("/p/datasets?filter[name]=a%20b%26%C3%BC"))
            #expect(targets[1].hasSuffix("/d/records?filter[version]=2&filter[tags]=r%3Aeu"))
            #expect(targets[2].hasSuffix("/d/records?page[cursor]=x%20y&filter[tags]=r%3Aeu"))
        }
    }

    @Test func nothingOfThatName() async throws {
        try await withPlatform { request in
            ScriptedHTTPResponse(text: request.method == "POST" ? #"{"data":{"id":"p"}}"# : #"{"data":[]}"#)
        } _: { platform, _ in
            let error = await #expect(throws: ExperimentError.self) { try await platform.dataset(named: "x") }
            #expect(error?.code == .notFound)
        }
    }

    @Test func aRunOutlivesThePlatform() async throws {
        let isDown = Mutex(false)
        try await withPlatform { request in
            if isDown.withLock({ $0 }) { return ScriptedHTTPResponse(status: 503, text: "") }
            let isList = request.path.hasSuffix("batch_update")
            return ScriptedHTTPResponse(text: isList ? #"{"data":[]}"# : #"{"data":{"id":"x","attributes":{}}}"#)
        } _: { platform, _ in
            var dataset = try Dataset(name: "d", records: [DatasetRecord(input: 1), DatasetRecord(input: 2)])
            try await platform.create(&dataset)
            var options = RunOptions()
            options.platform = platform
            let experiment = try Experiment(name: "e", dataset: dataset, evaluators: [.boolean("yes") { _ in true }]) {
                isDown.withLock { $0 = true }
                return $0.value
            }
            let mirrored = options
            let run = try await withTestBed { bed in
                try await bed.run { _ in try await experiment.run(options: mirrored) }
            }
            // Two records and the end.
            #expect(run.results.count == 2 && run.mirrorFailures == 3 && !run.hasErrors)
        }
    }

    @Test func aDatasetThatIsOnlyHereCannotBeMirrored() async throws {
        try await withPlatform { _ in
            ScriptedHTTPResponse(text: "{}")
        } _: { platform, server in
            var mirrored = RunOptions()
            mirrored.platform = platform
            let options = mirrored
            let dataset = try Dataset(name: "d", records: [DatasetRecord(input: 1)])
            let experiment = try Experiment(name: "e", dataset: dataset, evaluators: []) { $0.value }
            for isEnabled in [true, false] {
                let error = await #expect(throws: ExperimentError.self) {
                    try await withTestBed { bed in
                        try await LLMObs.withClient(isEnabled ? bed.client : nil) {
                            try await experiment.run(options: options)
                        }
                    }
                }
                #expect(error?.code == (isEnabled ? .invalidDataset : .invalidExperiment) && server.requests.isEmpty)
            }
        }
    }

    /// A cancelled task's requests do not go out, but that it was cancelled must.
    @Test func aCancelledRunIsInterrupted() async throws {
        let (started, starting) = AsyncStream<Void>.makeStream()
        try await withPlatform { request in
            let isList = request.path.hasSuffix("batch_update")
            return ScriptedHTTPResponse(text: isList ? #"{"data":[]}"# : #"{"data":{"id":"x","attributes":{}}}"#)
        } _: { platform, server in
            var dataset = try Dataset(name: "d", records: [DatasetRecord(input: 1)])
            try await platform.create(&dataset)
            var changed = RunOptions()
            changed.platform = platform
            let options = changed
            let experiment = try Experiment(name: "e", dataset: dataset, evaluators: [.boolean("yes") { _ in true }]) {
                starting.yield()
                try await Task.sleep(for: .seconds(3600))
                return $0.value
            }
            let error = await #expect(throws: ExperimentError.self) {
                try await withTestBed { bed in
                    let run = Task { try await bed.run { _ in try await experiment.run(options: options) } }
                    for await _ in started { break }
                    run.cancel()
                    _ = try await run.value
                }
            }
            #expect(error?.code == .cancelled)
            let last = try #require(server.requests.last)
            #expect(last.method == "PATCH" && last.text.contains("interrupted"))
            #expect(!server.requests.contains { $0.path.hasSuffix("/events") }, "what was cut short is not judged")
        }
    }

    @Test(arguments: ["a/../../b", "a b", "a?b", ".."]) func idsThatLeadElsewhere(id: String) async throws {
        try await withPlatform { _ in
            ScriptedHTTPResponse(text: #"{"data":{"id":"\#(id)"}}"#)
        } _: { platform, server in
            let error = await #expect(throws: ExperimentError.self) { try await platform.project() }
            #expect(error?.code == .platform && server.requests.count == 1)
        }
    }

    @Test(arguments: ["unix:///x", "https://", "http:///path", "example.org"]) func originsThatAreNone(
        origin: String
    ) throws {
        let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let configuration = PlatformConfiguration(environment: [
            "DD_API_KEY": "k", "DD_APP_KEY": "k", "DD_LLMOBS_OVERRIDE_ORIGIN": origin,
        ])
        let error = #expect(throws: ExperimentError.self) {
            try ExperimentPlatform(configuration: configuration, agent: nil, transport: transport)
        }
        #expect(error?.code == .noPlatform && error?.message.contains("DD_LLMOBS_OVERRIDE_ORIGIN") == true)
    }

    /// What cannot become better is not tried again.
    @Test func anAddressThatIsNone() async throws {
        let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let waits = Mutex(0)
        let configuration = PlatformConfiguration(environment: [
            "DD_API_KEY": "k", "DD_APP_KEY": "k", "DD_LLMOBS_OVERRIDE_ORIGIN": "http://a b",
        ])
        let platform = try ExperimentPlatform(configuration: configuration, agent: nil, transport: transport) { _ in
            waits.withLock { $0 += 1 }
            return .zero
        }
        let error = await #expect(throws: ExperimentError.self) { try await platform.project() }
        #expect(error?.code == .platform && waits.withLock { $0 } == 0)
        await transport.shutdown()
    }

    @Test func deletion() async throws {
        try await withPlatform { request in
            let isList = request.path.hasSuffix("batch_update")
            return ScriptedHTTPResponse(text: isList ? #"{"data":[]}"# : #"{"data":{"id":"x","attributes":{}}}"#)
        } _: { platform, server in
            var dataset = try Dataset(name: "d", records: [DatasetRecord(input: 1)])
            try await platform.create(&dataset)
            try await platform.delete(try #require(dataset.remote))
            let request = try #require(server.requests.last)
            #expect(request.path == "/api/unstable/llm-obs/v1/datasets/delete")
            let body: JSONValue = [
                "data": ["type": "datasets", "attributes": ["type": "soft", "dataset_ids": ["x"]]]
            ]
            #expect(try JSONValue(parsing: request.body) == body)
        }
    }
}
