// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import TestSupport
import Testing

/// Certificates are verified, always.
@Suite(.enabled(if: TLSServer.isAvailable, "needs the openssl command"))
struct TLSTests {
    @Test func anUnknownAuthorityIsRefused() async throws {
        let server = try await TLSServer.start()
        let failure = await CurlTransport.with { await $0.failure(of: .init(url: server.url)) }
        #expect(failure?.code == .tls)
        #expect(failure?.isRetriable == false)
    }

    @Test func anAuthorityFromTheConfigurationIsTrusted() async throws {
        let server = try await TLSServer.start()
        try await CurlTransport.with(.init(allowsPlainHTTP: false, caFile: server.certificatePath)) { transport in
            let response = try await transport.send(.init(url: server.url))
            #expect(response.status == .ok)
            let misnamed = server.url.replacing("127.0.0.1", with: "localhost")
            #expect(await transport.failure(of: .init(url: misnamed))?.code == .tls)
        }
    }

    @Test func aMissingAuthorityFileIsReported() async throws {
        let server = try await TLSServer.start()
        let failure = await CurlTransport.with(.init(caFile: "/nonexistent/authorities.pem")) {
            await $0.failure(of: .init(url: server.url))
        }
        #expect(failure?.code == .tls)
    }

    @Test func noDowngradeWherePlainHTTPIsForbidden() async throws {
        let plain = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        let failure = await CurlTransport.with(.init(allowsPlainHTTP: false)) {
            await $0.failure(of: .init(url: plain.url))
        }
        #expect(failure?.code == .invalidURL)
        #expect(plain.acceptedConnections == 0)
    }
}
