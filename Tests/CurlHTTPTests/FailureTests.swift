// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import TestSupport
import Testing

/// Peers that misbehave and callers that give up.
struct FailureTests {
    private static func failure(
        _ response: ScriptedHTTPResponse,
        _ change: (inout HTTPTransportRequest) -> Void = { _ in }
    ) async throws -> HTTPTransportError {
        let server = try LoopbackHTTPServer { _ in response }
        var request = HTTPTransportRequest(url: server.url + "/path-secret?key=query-secret")
        change(&request)
        let failure = await CurlTransport.with { await $0.failure(of: request) }
        let error = try #require(failure)
        #expect(!error.description.contains("secret"))
        return error
    }

    @Test func firstByteTimeout() async throws {
        let error = try await Self.failure(.hang) { $0.timeouts.firstByte = .milliseconds(50) }
        #expect(error.code == .timedOut)
        #expect(error.message.contains("an answer"))
    }

    @Test func firstByteTimeoutEndsWithTheFirstByte() async throws {
        let slow = ScriptedHTTPResponse(steps: [
            .send(ScriptedHTTPResponse.head(status: 200, headers: [("Content-Length", "1")])), .hang,
        ])
        let error = try await Self.failure(slow) {
            $0.timeouts.firstByte = .milliseconds(500)
            $0.timeouts.total = .milliseconds(700)
        }
        #expect(error.code == .timedOut)
        #expect(error.message.contains("the end of the response"))
    }

    @Test func totalTimeoutInMidBody() async throws {
        let error = try await Self.failure(.partial(body: [1], declaredLength: 10, then: .hang)) {
            $0.timeouts.total = .milliseconds(100)
        }
        #expect(error.code == .timedOut)
        #expect(error.isRetriable)
    }

    @Test func totalTimeoutInTheQueue() async throws {
        let server = try LoopbackHTTPServer { _ in .hang }
        await CurlTransport.with(.init(maximumConcurrent: 1)) { transport in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await transport.failure(of: .init(url: server.url)) }
                await server.waitForRequests(1)
                let late = await transport.failure(
                    of: .init(url: server.url, timeouts: HTTPTimeouts(total: .milliseconds(20)))
                )
                #expect(late?.code == .overloaded && late?.requestMayHaveArrived == false)
                #expect(late?.message.contains("free slot") == true)
                group.cancelAll()
            }
        }
        #expect(server.requests.count == 1)
    }

    /// libcurl by itself would send it again, on a new connection, and nobody would hear of that.
    @Test(arguments: [HTTPRequest.Method.post, .patch], [10, 100_000])
    func whatMayHaveBeenDoneIsNotSentAgain(_ method: HTTPRequest.Method, _ length: Int) async throws {
        let server = try LoopbackHTTPServer { request in
            request.path == "/first" ? ScriptedHTTPResponse(text: "the connection stays open") : .close
        }
        try await CurlTransport.with { transport in
            _ = try await transport.send(HTTPTransportRequest(url: server.url + "/first"))
            let body = [UInt8](repeating: 1, count: length)
            let failure = await transport.failure(of: .init(method: method, url: server.url + "/once", body: body))
            #expect(failure?.code == .connectionLost && failure?.requestMayHaveArrived == true)
        }
        #expect(server.requests.map(\.connection) == [1, 1])
    }

    @Test(arguments: [HTTPRequest.Method.get, .put])
    func whatMayBeDoneTwiceIsAskedForOnAFreshConnection(_ method: HTTPRequest.Method) async throws {
        let server = try LoopbackHTTPServer { request in
            request.connection > 1 || request.path == "/first" ? ScriptedHTTPResponse(text: "answer") : .close
        }
        try await CurlTransport.with { transport in
            _ = try await transport.send(HTTPTransportRequest(url: server.url + "/first"))
            let response = try await transport.send(HTTPTransportRequest(method: method, url: server.url + "/again"))
            #expect(response.status == .ok)
        }
        #expect(server.requests.map(\.connection) == [1, 1, 2])
    }

    @Test func connectTimeout() async throws {
        // A listener whose backlog is full answers no further connection attempt.
        let listener = try FullListener()
        let failure = await CurlTransport.with {
            await $0.failure(of: .init(url: listener.url, timeouts: HTTPTimeouts(connect: .milliseconds(50))))
        }
        #expect(failure?.code == .timedOut)
        #expect(failure?.message.contains("connecting") == true)
    }

    @Test func nobodyListens() async {
        let failure = await CurlTransport.with { await $0.failure(of: .init(url: "http://127.0.0.1:1/")) }
        #expect(failure?.code == .connectionFailed)
        #expect(failure?.message.contains("http://127.0.0.1:1") == true)
        let noSocket = await CurlTransport.with {
            await $0.failure(of: .init(url: "http://localhost/", unixSocketPath: "/nonexistent/socket"))
        }
        #expect(noSocket?.code == .connectionFailed)
    }

    @Test func nameWithoutAddress() async {
        let failure = await CurlTransport.with { await $0.failure(of: .init(url: "http://no-such-host.invalid/")) }
        #expect(failure?.code == .resolutionFailed)
        #expect(failure?.isRetriable == true)
    }

    @Test func serverClosesWithoutAnswer() async throws {
        #expect(try await Self.failure(.close).code == .connectionLost)
    }

    @Test func serverClosesInMidBody() async throws {
        #expect(try await Self.failure(.partial(body: [1, 2], declaredLength: 10)).code == .connectionLost)
    }

    @Test(arguments: ["garbage\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/7.7 200 OK\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"])
    func garbageInsteadOfHTTP(text: String) async throws {
        #expect(try await Self.failure(.raw(text)).code == .protocolViolation)
    }

    @Test func announcedBodyTooLarge() async throws {
        let response = ScriptedHTTPResponse.partial(body: [1], declaredLength: 1001, then: .hang)
        let error = try await Self.failure(response) { $0.maximumResponseBytes = 1000 }
        #expect(error.code == .responseTooLarge)
        #expect(!error.isRetriable)
    }

    @Test func unannouncedBodyTooLarge() async throws {
        let body = String(repeating: "x", count: 100_000)
        let error = try await Self.failure(.raw("HTTP/1.1 200 OK\r\n\r\n" + body)) { $0.maximumResponseBytes = 99_999 }
        #expect(error.code == .responseTooLarge)
    }

    @Test func bodyOfExactlyTheAllowedSize() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: [UInt8](repeating: 1, count: 1000)) }
        let response = try await CurlTransport.with {
            try await $0.send(HTTPTransportRequest(url: server.url, maximumResponseBytes: 1000))
        }
        #expect(response.body.count == 1000)
    }

    @Test func endlessHeaders() async throws {
        let lines = String(repeating: "X-Filler: " + String(repeating: "y", count: 1000) + "\r\n", count: 400)
        #expect(try await Self.failure(.raw("HTTP/1.1 200 OK\r\n" + lines)).code == .responseTooLarge)
    }

    @Test func cancelledBeforeItStarts() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        await CurlTransport.with { transport in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await transport.failure(of: .init(url: server.url))
            }
            #expect(await task.value?.code == .cancelled)
            #expect(transport.statistics.outstanding == 0)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func cancelledWhileWaitingForTheAnswer() async throws {
        let server = try LoopbackHTTPServer { _ in .hang }
        await CurlTransport.with { transport in
            let task = Task { await transport.failure(of: .init(url: server.url)) }
            await server.waitForRequests(1)
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
    }

    @Test(arguments: [[], [UInt8](repeating: 1, count: 500_000)])
    func whatTheServerGotBeforeTheEndIsTold(_ body: [UInt8]) async throws {
        let server = try LoopbackHTTPServer { _ in .hang }
        let listener = try FullListener()
        await CurlTransport.with { transport in
            var request = HTTPTransportRequest(method: .post, url: server.url, body: body)
            request.timeouts.firstByte = .milliseconds(500)
            let late = await transport.failure(of: request)
            #expect(late?.code == .timedOut && late?.requestMayHaveArrived == true)
            request.timeouts.firstByte = nil
            let task = Task { [request] in await transport.failure(of: request) }
            await server.waitForRequests(2)
            task.cancel()
            #expect(await task.value?.requestMayHaveArrived == true)
            request.url = listener.url
            request.timeouts = HTTPTimeouts(connect: .milliseconds(50))
            let unheard = await transport.failure(of: request)
            #expect(unheard?.code == .timedOut && unheard?.requestMayHaveArrived == false)
        }
        let cut = try LoopbackHTTPServer { _ in .close }
        await CurlTransport.with { transport in
            let lost = await transport.failure(of: .init(method: .post, url: cut.url, body: body))
            #expect(lost?.code == .connectionLost && lost?.requestMayHaveArrived == true)
            let refused = await transport.failure(of: .init(method: .post, url: "http://127.0.0.1:1/", body: body))
            #expect(refused?.requestMayHaveArrived == false)
        }
    }

    @Test(arguments: [
        "", "no scheme", "localhost:80/x", "/path", "ftp://host/x", "file:///etc/passwd", "http://",
        "http://host/a b", "http://host/\r\nX: y", "http://host:99999/", "http://[::1/", "http://a\0b/", "javascript:1",
    ])
    func urlsThatAreRefused(url: String) async {
        let failure = await CurlTransport.with { await $0.failure(of: .init(url: url)) }
        #expect(failure?.code == .invalidURL)
    }

    @Test func plainHTTPCanBeForbidden() async {
        let failure = await CurlTransport.with(.init(allowsPlainHTTP: false)) {
            await $0.failure(of: .init(url: "http://127.0.0.1:1/"))
        }
        #expect(failure?.code == .invalidURL)
    }

    @Test func requestsThatAreRefused() async {
        await CurlTransport.with { transport in
            let framing = HTTPTransportRequest(url: "http://127.0.0.1:1", headers: [.transferEncoding: "chunked"])
            #expect(await transport.failure(of: framing)?.code == .invalidRequest)
            for path in ["", "a\0b", String(repeating: "x", count: 108)] {
                let request = HTTPTransportRequest(url: "http://127.0.0.1:1", unixSocketPath: path)
                #expect(await transport.failure(of: request)?.code == .invalidRequest)
            }
        }
    }
}
