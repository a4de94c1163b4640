// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import TestSupport
import Testing

/// The address policy, asked by a real libcurl.
struct GuardedTransportTests {
    private static func guarded(_ allowing: String...) -> CurlTransportConfiguration {
        CurlTransportConfiguration(addressPolicy: .publicOnly(allowing: allowing))
    }

    @Test(arguments: [
        "127.0.0.1", "0177.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "LOCALHOST", "[::1]", "0.0.0.0",
        "[::ffff:127.0.0.1]", "[::]", "169.254.169.254", "10.0.0.1", "100.64.0.1", "[fe80::1]", "[fd00::1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "255.255.255.255", "224.0.0.1",
    ])
    func forbiddenAddresses(host: String) async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        let url = "http://\(host):\(server.port)/latest?token=query-secret"
        let failure = await CurlTransport.with(Self.guarded()) { await $0.failure(of: .init(url: url)) }
        #expect(failure?.code == .addressRefused)
        #expect(failure?.isRetriable == false)
        #expect(failure?.message.contains("secret") == false)
        #expect(server.acceptedConnections == 0)
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.0/8", "::1/128,127.0.0.1/32"])
    func allowedAddresses(entries: String) async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        let policy = AddressPolicy.publicOnly(allowing: entries.split(separator: ",").map(String.init))
        let response = try await CurlTransport.with(.init(addressPolicy: policy)) {
            try await $0.send(.init(url: server.url))
        }
        #expect(response.status == .ok)
    }

    @Test func anAllowedNamePermitsItsAddressOnlyUnderThatName() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        try await CurlTransport.with(Self.guarded("LocalHost")) { transport in
            let byName = try await transport.send(.init(url: "http://localhost:\(server.port)/"))
            #expect(byName.status == .ok)
            #expect(await transport.failure(of: .init(url: server.url))?.code == .addressRefused)
        }
    }

    @Test func redirectToAForbiddenAddress() async throws {
        let forbidden = try LoopbackHTTPServer(address: "127.0.0.2") { _ in ScriptedHTTPResponse() }
        let permitted = try LoopbackHTTPServer { _ in .redirect(to: forbidden.url + "/?token=query-secret") }
        await CurlTransport.with(Self.guarded("127.0.0.1")) { transport in
            let failure = await transport.failure(of: .init(url: permitted.url, maximumRedirects: 3))
            #expect(failure?.code == .addressRefused)
            #expect(failure?.message.contains("secret") == false)
        }
        #expect(permitted.requests.count == 1)
        #expect(forbidden.acceptedConnections == 0)
    }

    @Test func redirectFromAnAllowedNameIsAskedAgain() async throws {
        let server = try LoopbackHTTPServer { request in
            request.path == "/end" ? ScriptedHTTPResponse() : .redirect(to: String(request.path.dropFirst()))
        }
        try await CurlTransport.with(Self.guarded("localhost")) { transport in
            let base = "http://localhost:\(server.port)/"
            let byAddress = HTTPTransportRequest(url: base + "\(server.url)/end", maximumRedirects: 1)
            #expect(await transport.failure(of: byAddress)?.code == .addressRefused)
            let byName = HTTPTransportRequest(url: base + base + "end", maximumRedirects: 1)
            let response = try await transport.send(byName)
            #expect(response.status == .ok)
        }
    }

    @Test func unixSocketsAreRefused() async throws {
        let server = try LoopbackHTTPServer.onUnixSocket(handler: { _ in ScriptedHTTPResponse() })
        let failure = await CurlTransport.with(Self.guarded("localhost", "127.0.0.0/8")) {
            await $0.failure(of: .init(url: server.url, unixSocketPath: server.socketPath))
        }
        #expect(failure?.code == .addressRefused)
        #expect(server.acceptedConnections == 0)
    }
}
