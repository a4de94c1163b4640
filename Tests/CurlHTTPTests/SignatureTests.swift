// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Logging
import TestSupport
import Testing

@Suite("Signed requests")
struct SignatureTests {
    private let signature = AWSSignature(keyID: "AKID", secret: "SECRET", sessionToken: "SESSION", region: "eu-west-1")

    private func request(_ server: LoopbackHTTPServer) -> HTTPTransportRequest {
        var request = HTTPTransportRequest(url: server.url + "/bucket/a%2Bb", headers: [.acceptLanguage: "th"])
        request.signature = signature
        return request
    }

    @Test("The signature names what it covers: nothing that is not sent, and each header of ours")
    func headers() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "ok") }
        let transport = CurlTransport(logger: Logger(label: "test"))
        #expect(try await transport.send(request(server)).status == .ok)
        // The handle is used again: nothing of the key may be left on it.
        #expect(try await transport.send(HTTPTransportRequest(url: server.url)).status == .ok)
        await transport.shutdown()
        let signed = try #require(server.requests.first)
        #expect(signed.target == "/bucket/a%2Bb")
        let authorization = try #require(signed.header("authorization"))
        let covered = try #require(authorization.split(separator: "SignedHeaders=").last?.split(separator: ",").first)
        #expect(covered == "accept-language;host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
        for name in covered.split(separator: ";") { #expect(signed.header(String(name)) != nil, "\(name)") }
        #expect(!signed.headers.contains { $0.value.contains("SECRET") })
        #expect(server.requests[1].header("authorization") == nil)
    }

    @Test("What cannot be signed, or would take the signature elsewhere, is not sent")
    func refused() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "ok") }
        let transport = CurlTransport(logger: Logger(label: "test"))
        var posting = request(server)
        posting.method = .post
        posting.body = [1]
        var following = request(server)
        following.maximumRedirects = 1
        var authorized = request(server)
        authorized.headers[.authorization] = "Bearer t"
        for request in [posting, following, authorized] {
            await #expect(throws: HTTPTransportError.self) { try await transport.send(request) }
        }
        await transport.shutdown()
        #expect(server.requests.isEmpty)
    }
}
