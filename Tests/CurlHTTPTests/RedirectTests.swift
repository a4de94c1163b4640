// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import TestSupport
import Testing

/// Redirects: how many, where to, and what goes along.
struct RedirectTests {
    /// Counts down: `/3` leads to `/2` and so on to `/0`, which answers.
    private static func countdown(_ request: RecordedHTTPRequest) -> ScriptedHTTPResponse {
        guard let left = Int(request.path.dropFirst()), left > 0 else {
            return ScriptedHTTPResponse(body: request.body)
        }
        return .redirect(to: "/\(left - 1)", status: 307)
    }

    @Test func notFollowedUnlessAsked() async throws {
        let server = try LoopbackHTTPServer(handler: Self.countdown)
        let response = try await CurlTransport.with { try await $0.send(.init(url: server.url + "/1")) }
        #expect(response.status == .temporaryRedirect)
        #expect(response.headers[.location] == "/0")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [1, 16 * 1024, 16 * 1024 + 1, 200_000], ["POST", "PUT", "PATCH"])
    func followedUpToTheLimitWithTheBodySentAgain(length: Int, method: String) async throws {
        let server = try LoopbackHTTPServer(handler: Self.countdown)
        let body = [UInt8](repeating: 9, count: length)
        let request = HTTPTransportRequest(
            method: .init(method)!,
            url: server.url + "/3",
            body: body,
            maximumRedirects: 3
        )
        let response = try await CurlTransport.with { try await $0.send(request) }
        #expect(response.status == .ok)
        #expect(response.body == body)
        #expect(response.headers[.location] == nil)
        #expect(server.requests.map(\.method) == [method, method, method, method])
    }

    @Test(arguments: [("POST", "GET", 0), ("PATCH", "PATCH", 3), ("PUT", "PUT", 3)])
    func onlyPostBecomesGet(method: String, then next: String, length: Int) async throws {
        let server = try LoopbackHTTPServer { request in
            request.path == "/end" ? ScriptedHTTPResponse() : .redirect(to: "/end", status: 302)
        }
        let request = HTTPTransportRequest(
            method: .init(method)!,
            url: server.url,
            body: [1, 2, 3],
            maximumRedirects: 1
        )
        _ = try await CurlTransport.with { try await $0.send(request) }
        #expect(server.requests.map(\.method) == [method, next])
        #expect(server.requests.last?.body.count == length)
    }

    @Test func oneMoreThanTheLimitFails() async throws {
        let server = try LoopbackHTTPServer(handler: Self.countdown)
        let failure = await CurlTransport.with {
            await $0.failure(of: .init(url: server.url + "/4", maximumRedirects: 3))
        }
        #expect(failure?.code == .tooManyRedirects)
        #expect(server.requests.count == 4)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "dict://127.0.0.1/x"])
    func otherSchemesAreRefused(location: String) async throws {
        let server = try LoopbackHTTPServer { _ in .redirect(to: location) }
        let failure = await CurlTransport.with { await $0.failure(of: .init(url: server.url, maximumRedirects: 5)) }
        #expect(failure?.code == .protocolViolation)
        #expect(failure?.message.contains("redirect") == true)
    }

    @Test func credentialsStayWithTheirHost() async throws {
        let second = try LoopbackHTTPServer(address: "127.0.0.2") { _ in ScriptedHTTPResponse() }
        let first = try LoopbackHTTPServer { _ in .redirect(to: second.url) }
        _ = try await CurlTransport.with {
            try await $0.send(
                .init(url: first.url, headers: [.authorization: "Bearer x", .cookie: "a=b"], maximumRedirects: 1)
            )
        }
        #expect(first.requests.first?.header("authorization") == "Bearer x")
        #expect(second.requests.first?.header("authorization") == nil)
        #expect(second.requests.first?.header("cookie") == nil)
    }
}
