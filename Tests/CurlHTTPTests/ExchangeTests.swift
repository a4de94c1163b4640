// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Logging
import TestSupport
import Testing

/// What goes out and what comes back when nothing is wrong.
struct ExchangeTests {
    private static func echo(_ request: RecordedHTTPRequest) -> ScriptedHTTPResponse {
        ScriptedHTTPResponse(headers: [("X-Method", request.method)], body: request.body)
    }

    @Test func getSendsOnlyWhatWasAskedFor() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 201, text: "hello") }
        let response = try await CurlTransport.with {
            try await $0.send(HTTPTransportRequest(url: server.url + "/a/b?c=d%20e", headers: [.init("X-Test")!: "1"]))
        }
        #expect(response.status == .created)
        #expect(response.body == Array("hello".utf8))
        let request = try #require(server.requests.first)
        #expect(request.method == "GET")
        #expect(request.target == "/a/b?c=d%20e")
        #expect(request.headers.map { "\($0.name): \($0.value)" } == ["Host: 127.0.0.1:\(server.port)", "X-Test: 1"])
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "GET", "PURGE"])
    func bodiesGoOutWithTheirLength(method: String) async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        let body = Array(#"{"a": 1}"#.utf8)
        let response = try await CurlTransport.with {
            try await $0.send(
                HTTPTransportRequest(
                    method: .init(method)!,
                    url: server.url,
                    headers: [.contentType: "application/json", .contentLength: "99"],
                    body: body
                )
            )
        }
        #expect(response.body == body)
        #expect(response.headers[HTTPField.Name("X-Method")!] == method)
        let request = try #require(server.requests.first)
        #expect(request.header("content-length") == "8")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("expect") == nil)
        #expect(request.header("transfer-encoding") == nil)
        #expect(request.header("accept") == nil)
    }

    @Test(arguments: ["POST", "PUT", "DELETE"])
    func noBody(method: String) async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        let response = try await CurlTransport.with {
            try await $0.send(HTTPTransportRequest(method: .init(method)!, url: server.url))
        }
        #expect(response.body.isEmpty)
        #expect(server.requests.first?.method == method)
        #expect(server.requests.first?.header("content-type") == nil)
    }

    @Test func headReadsNoBodyAndKeepsTheConnection() async throws {
        let server = try LoopbackHTTPServer { request in
            request.method == "HEAD"
                ? ScriptedHTTPResponse(declaredLength: 50_000_000_000)
                : ScriptedHTTPResponse(text: "after")
        }
        try await CurlTransport.with { transport in
            let head = try await transport.send(HTTPTransportRequest(method: .head, url: server.url))
            #expect(head.headers[.contentLength] == "50000000000")
            #expect(head.body.isEmpty)
            let next = try await transport.send(HTTPTransportRequest(url: server.url))
            #expect(next.body == Array("after".utf8))
        }
        #expect(server.acceptedConnections == 1)
    }

    @Test func largeBodiesBothWays() async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        var body = (0..<1021).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        while body.count < 5 * 1024 * 1024 { body += body }
        let request = HTTPTransportRequest(method: .post, url: server.url, body: body)
        let response = try await CurlTransport.with { try await $0.send(request) }
        #expect(response.body == body)
    }

    @Test func repeatedAndOddHeadersAreKept() async throws {
        let server = try LoopbackHTTPServer { _ in
            let head =
                "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:b=2 \t\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"
            return ScriptedHTTPResponse(steps: [.send(Array(head.utf8))])
        }
        let response = try await CurlTransport.with { try await $0.send(HTTPTransportRequest(url: server.url)) }
        #expect(response.headers[values: .setCookie] == ["a=1", "b=2"])
        #expect(response.headers[HTTPField.Name("X-Empty")!]?.isEmpty == true)
    }

    @Test func interimResponsesAreSkipped() async throws {
        let server = try LoopbackHTTPServer { _ in
            let interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
            let final = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            return ScriptedHTTPResponse(steps: [.send(Array((interim + final).utf8))])
        }
        let response = try await CurlTransport.with { try await $0.send(HTTPTransportRequest(url: server.url)) }
        #expect(response.status == .ok)
        #expect(response.headers[HTTPField.Name("Link")!] == nil)
        #expect(response.body == Array("ok".utf8))
    }

    @Test func chunkedAndUnframedBodies() async throws {
        let server = try LoopbackHTTPServer { request in
            let chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-After: 1\r\n\r\n"
            return request.path == "/chunked"
                ? ScriptedHTTPResponse(steps: [.send(Array(chunked.utf8))])
                : .raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end")
        }
        try await CurlTransport.with { transport in
            let chunked = try await transport.send(HTTPTransportRequest(url: server.url + "/chunked"))
            #expect(chunked.body == Array("abcde".utf8))
            #expect(chunked.headers[HTTPField.Name("X-After")!] == nil)
            let unframed = try await transport.send(HTTPTransportRequest(url: server.url))
            #expect(unframed.body == Array("to the end".utf8))
        }
    }

    @Test func unixSocket() async throws {
        let server = try LoopbackHTTPServer.onUnixSocket(handler: Self.echo)
        let response = try await CurlTransport.with {
            try await $0.send(
                HTTPTransportRequest(
                    method: .put,
                    url: "http://agent.invalid/v0.4/traces",
                    body: [1, 2, 3],
                    unixSocketPath: server.socketPath
                )
            )
        }
        #expect(response.body == [1, 2, 3])
        #expect(server.requests.first?.header("host") == "agent.invalid")
    }

    @Test func handlesAreUsedAgainWithoutLeftovers() async throws {
        let server = try LoopbackHTTPServer(handler: Self.echo)
        try await CurlTransport.with { transport in
            _ = try await transport.send(
                HTTPTransportRequest(method: .put, url: server.url, headers: [.authorization: "x"], body: [1])
            )
            _ = try await transport.send(HTTPTransportRequest(url: server.url))
        }
        let second = try #require(server.requests.last)
        #expect(second.method == "GET")
        #expect(second.body.isEmpty)
        #expect(second.header("authorization") == nil)
        #expect(server.acceptedConnections == 1)
    }

    @Test(arguments: [100, 200_000])
    func aStaleConnectionIsReplacedAndTheBodySentAgain(length: Int) async throws {
        let server = try LoopbackHTTPServer { request in
            var response = Self.echo(request)
            if request.path == "/last" { response.steps.append(.close) }
            return response
        }
        try await CurlTransport.with { transport in
            for path in ["/last", "/last", "/last"] {
                let body = [UInt8](repeating: 7, count: length)
                // What may be sent again: the end of the last connection may be noticed only when this is on its way.
                let request = HTTPTransportRequest(method: .put, url: server.url + path, body: body)
                let response = try await transport.send(request)
                #expect(response.body == body)
            }
        }
        #expect(server.acceptedConnections == 3)
    }
}
