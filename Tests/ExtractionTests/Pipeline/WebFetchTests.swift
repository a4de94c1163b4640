// SPDX-License-Identifier: Apache-2.0

import Extraction
import ModelClient
import TestSupport
import Testing

@Suite("Getting files over HTTP")
struct WebFetchTests {
    private func fetch(
        _ answer: @escaping @Sendable (RecordedHTTPRequest) -> ScriptedHTTPResponse,
        maximumFileBytes: Int = 1000
    ) async throws -> (Result<ExtractionResult, ExtractionError>, LoopbackHTTPServer) {
        let files = try LoopbackHTTPServer(handler: answer)
        defer { files.stop() }
        let fixture = try PipelineFixture(
            Samples.good,
            configure: {
                $0.fetch.allowsPlainHTTP = true
                $0.fetch.maximumFileBytes = maximumFileBytes
                $0.fetch.timeout = .seconds(30)
            }
        )
        let uri = SourceFile.Location.uri("\(files.url)/page.png?signature=SECRET")
        let (outcome, _) = await fixture.run(ExtractionRequest(files: [SourceFile(name: "p", location: uri)]))
        return (outcome, files)
    }

    @Test("A file is fetched whole")
    func success() async throws {
        let (outcome, server) = try await fetch { _ in ScriptedHTTPResponse(body: Samples.png) }
        #expect(try outcome.get().pages == 1)
        #expect(server.requests.map(\.target) == ["/page.png?signature=SECRET"])
    }

    @Test(
        "A server's refusals have their classes and are not repeated",
        arguments: [
            (404, ErrorClass.inputNotFound), (410, .inputNotFound), (401, .inputForbidden), (403, .inputForbidden),
        ]
    )
    func refusals(_ status: Int, _ expected: ErrorClass) async throws {
        let (outcome, server) = try await fetch { _ in ScriptedHTTPResponse(status: status) }
        #expect(outcome.error?.errorClass == expected)
        #expect(outcome.error?.message.contains("SECRET") == false)
        #expect(server.requests.count == 1)
    }

    @Test("A server that fails for the moment is asked three times more")
    func transient() async throws {
        let (outcome, server) = try await fetch { _ in ScriptedHTTPResponse(status: 500) }
        #expect(outcome.error?.errorClass == .inputTransient)
        #expect(server.requests.count == 4)
    }

    @Test("A file over the limit is not read to its end")
    func tooLarge() async throws {
        let body = [UInt8](repeating: 0, count: 1001)
        let (outcome, _) = try await fetch { _ in ScriptedHTTPResponse(body: body) }
        #expect(outcome.error?.errorClass == .inputTooLarge)
    }

    @Test("Files that are too large together are left while they come in, not when all are there")
    func tooLargeTogether() async throws {
        let files = try LoopbackHTTPServer { _ in
            .partial(body: [UInt8](repeating: 0, count: 800), declaredLength: 1000, then: .hang)
        }
        let fixture = try PipelineFixture(
            Samples.good,
            configure: {
                $0.fetch.allowsPlainHTTP = true
                $0.fetch.maximumFileBytes = 1000
                $0.fetch.maximumJobBytes = 1500
                $0.fetch.timeout = .seconds(1)
            }
        )
        let pages = (0..<3).map { SourceFile(name: "p\($0)", location: .uri("\(files.url)/\($0)")) }
        let (outcome, _) = await fixture.run(ExtractionRequest(files: pages))
        #expect(outcome.error?.errorClass == .inputTooLarge)
        #expect(outcome.error?.message.contains("together") == true)
    }
}
