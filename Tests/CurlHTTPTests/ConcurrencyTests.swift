// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Logging
import TestSupport
import Testing

/// Many at once, the bounds on how many, and the end of it all.
struct ConcurrencyTests {
    private static func echo(_ request: RecordedHTTPRequest) -> ScriptedHTTPResponse {
        ScriptedHTTPResponse(body: request.body)
    }

    private static func sendMany(_ count: Int, through transport: CurlTransport, to url: String) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask {
                    let body = Array("number \(number)".utf8)
                    return try await transport.send(HTTPTransportRequest(method: .post, url: url, body: body)).body
                        == body
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test func sixtyFourAtOnceShareConnections() async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        try await CurlTransport.with(.init(maximumConcurrent: 64)) { transport in
            let sent = try await Self.sendMany(1000, through: transport, to: server.url)
            #expect(sent == 1000)
            #expect(transport.statistics.accepted == 1000)
            #expect(transport.statistics.outstanding == 0)
        }
        #expect(server.requests.count == 1000)
        #expect(server.acceptedConnections <= 64)
    }

    @Test func connectionsPerHostAreBounded() async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        try await CurlTransport.with(.init(maximumConcurrent: 64, maximumConnectionsPerHost: 3)) { transport in
            let sent = try await Self.sendMany(300, through: transport, to: server.url)
            #expect(sent == 300)
        }
        #expect(server.acceptedConnections <= 3)
    }

    @Test func moreThanTheQueueHoldsIsRefused() async throws {
        let server = try LoopbackHTTPServer { _ in .hang }
        await CurlTransport.with(.init(maximumConcurrent: 1, maximumQueued: 1)) { transport in
            let request = HTTPTransportRequest(url: server.url)
            await withTaskGroup(of: HTTPTransportError?.self) { group in
                for _ in 0..<5 { group.addTask { await transport.failure(of: request) } }
                for _ in 0..<3 {
                    let refused = await group.next()
                    #expect(refused??.code == .overloaded)
                    #expect(refused??.isRetriable == true)
                }
                #expect(transport.statistics.overloaded == 3)
                #expect(transport.statistics.outstanding == 2)
                group.cancelAll()
                for await rest in group { #expect(rest?.code == .cancelled) }
            }
            #expect(transport.statistics.outstanding == 0)
            #expect(await transport.failure(of: .init(url: "http://127.0.0.1:1"))?.code == .connectionFailed)
        }
        // The one that waited may start, and be cancelled, when the first has made room.
        #expect(server.requests.count <= 2)
    }

    @Test func shutdownFailsWhatIsPendingAndEndsTheThread() async throws {
        let server = try LoopbackHTTPServer { _ in .hang }
        let name = "curl-end-test"
        let configuration = CurlTransportConfiguration(name: name, maximumConcurrent: 1)
        let transport = CurlTransport(configuration: configuration, logger: Logger(label: "test"))
        await withTaskGroup(of: HTTPTransportError?.self) { group in
            for _ in 0..<3 { group.addTask { await transport.failure(of: .init(url: server.url)) } }
            await server.waitForRequests(1)
            #expect(ThreadNames.current().contains(name))
            await transport.shutdown()
            for await failure in group { #expect(failure?.code == .shutDown) }
        }
        await transport.shutdown()
        #expect(await transport.failure(of: .init(url: server.url))?.code == .shutDown)
        try await ThreadNames.waitUntilGone(name)
    }

    @Test func aReleasedTransportEndsItsThread() async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        let name = "curl-rel-test"
        func use() async throws {
            let transport = CurlTransport(configuration: .init(name: name), logger: Logger(label: "test"))
            _ = try await transport.send(HTTPTransportRequest(url: server.url))
        }
        try await use()
        try await ThreadNames.waitUntilGone(name)
    }
}
