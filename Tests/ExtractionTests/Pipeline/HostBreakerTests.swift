// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import Logging
import ModelClient
import Synchronization
import TestSupport
import Testing

@Suite("Servers of files that keep failing")
struct HostBreakerTests {
    private func fixture() throws -> PipelineFixture {
        try PipelineFixture(Samples.good, configure: { $0.fetch.allowsPlainHTTP = true })
    }

    private func ask(_ fixture: PipelineFixture, _ url: String) async -> ExtractionError? {
        let file = SourceFile(name: "p", location: .uri("\(url)/page.png"))
        do throws(ExtractionError) {
            _ = try await fixture.pipeline.run(ExtractionRequest(files: [file]))
            return nil
        } catch {
            return error
        }
    }

    @Test("Five failures in a row, and it is left alone for a while; then one request tells whether it is back")
    func leftAlone() async throws {
        let isBack = Mutex(false)
        let server = try LoopbackHTTPServer { _ in
            isBack.withLock { $0 } ? ScriptedHTTPResponse(body: Samples.png) : ScriptedHTTPResponse(status: 500)
        }
        let other = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        let fixture = try fixture()
        #expect(await ask(fixture, server.url)?.retryAfter == nil)
        #expect(server.requests.count == 4)
        let error = try #require(await ask(fixture, server.url))
        #expect(error.errorClass == .inputTransient && error.isRetriable)
        #expect(error.retryAfter ?? .zero > .seconds(20))
        #expect(server.requests.count == 5 && error.isUnasked, "its retry was refused")
        let refused = await ask(fixture, server.url)
        #expect(refused?.errorClass == .inputTransient && refused?.isUnasked == true)
        #expect(server.requests.count == 5)
        #expect(await ask(fixture, other.url) == nil, "another server is another matter")
        fixture.clock.advance(.seconds(31))
        #expect(await ask(fixture, server.url)?.errorClass == .inputTransient)
        #expect(server.requests.count == 6, "one request, and it is left alone again")
        fixture.clock.advance(.seconds(61))
        isBack.withLock { $0 = true }
        #expect(await ask(fixture, server.url) == nil)
        #expect(await ask(fixture, server.url) == nil)
        await fixture.transport.shutdown()
    }

    @Test("Failures count for the server that was asked, whatever else the address seems to name")
    func disguised() async throws {
        let victim = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        let hostile = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 503) }
        let fixture = try fixture()
        let name = victim.url.dropFirst("http://".count)
        for _ in 0..<2 { #expect(await ask(fixture, "\(hostile.url)?@\(name)")?.errorClass == .inputTransient) }
        #expect(hostile.requests.count == 5)
        #expect(await ask(fixture, victim.url) == nil)
        await fixture.transport.shutdown()
    }

    /// The way out as it is when too much is under way already.
    private struct FullTransport: HTTPTransport {
        let isFull: @Sendable () -> Bool
        let otherwise: any HTTPTransport

        func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
            guard !isFull() else { throw HTTPTransportError(code: .overloaded, message: "full") }
            return try await otherwise.send(request)
        }
    }

    @Test("A worker that has too much under way holds no server to blame")
    func overloaded() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        let isFull = Mutex(true)
        let transport = CurlTransport(logger: Logger(label: "test"))
        let fixture = try PipelineFixture(
            files: FullTransport(isFull: { isFull.withLock { $0 } }, otherwise: transport),
            answer: { _, _ in Samples.good },
            configure: { $0.fetch.allowsPlainHTTP = true }
        )
        for _ in 0..<2 {
            let error = try #require(await ask(fixture, server.url))
            #expect(error.errorClass == .workerOverloaded && error.isRetriable && error.retryAfter == nil)
        }
        isFull.withLock { $0 = false }
        #expect(await ask(fixture, server.url) == nil)
        await fixture.transport.shutdown()
        await transport.shutdown()
    }

    @Test("Files that are not there are answers")
    func answers() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 404) }
        let fixture = try fixture()
        for _ in 0..<6 { #expect(await ask(fixture, server.url)?.errorClass == .inputNotFound) }
        #expect(server.requests.count == 6)
        await fixture.transport.shutdown()
    }
}
