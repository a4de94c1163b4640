// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import CurlHTTP
import HTTPTypes
import JSON
import ModelClient
import Synchronization
import TestSupport
import Testing

@Suite("Access tokens of a service account")
struct GoogleAccessTokenTests {
    /// A token endpoint that numbers its tokens.
    private static func endpoint(lifetime: Int = 3600) throws -> LoopbackHTTPServer {
        let count = Mutex(0)
        return try LoopbackHTTPServer { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return ScriptedHTTPResponse(
                text: #"{"access_token":"token-\#(number)","expires_in":\#(lifetime),"token_type":"Bearer"}"#
            )
        }
    }

    private static func account(_ url: String) throws -> GoogleServiceAccount {
        try GoogleServiceAccount(json: TestAccount.file(TestAccount.key, tokenURL: "\(url)/token").serialized())
    }

    @Test("A token is asked for with a signed assertion and used until shortly before it runs out")
    func refresh() async throws {
        let server = try Self.endpoint()
        defer { server.stop() }
        let now = Mutex<Int64>(1_000_000)
        let given = try await withTransport { transport in
            let tokens = GoogleAccessTokens(account: try Self.account(server.url), transport: transport) {
                now.withLock { $0 }
            }
            var given = [try await tokens.token(), try await tokens.token()]
            now.withLock { $0 += 3300 }
            given.append(try await tokens.token())
            now.withLock { $0 += 1 }
            given.append(try await tokens.token())
            await tokens.discard()
            given.append(try await tokens.token())
            return given
        }
        #expect(given == ["token-1", "token-1", "token-1", "token-2", "token-3"])
        let assertion = try Assertion(try #require(server.requests.first))
        #expect(assertion.grant == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        #expect(assertion.header == ["alg": "RS256", "typ": "JWT", "kid": "key-1"])
        #expect(assertion.claims["aud"]?.stringValue == "\(server.url)/token")
        #expect(assertion.claims["iat"]?.intValue == 1_000_000)
        #expect(assertion.claims["exp"]?.intValue == 1_003_600)
        #expect(try assertion.isSigned(by: TestAccount.key))
        #expect(try !assertion.isSigned(by: _RSA.Signing.PrivateKey(keySize: .bits2048)))
    }

    @Test("The metadata server is asked in its own way, and its token used as long as it gives out the same")
    func metadataServer() async throws {
        let server = try Self.endpoint()
        defer { server.stop() }
        let now = Mutex<Int64>(1_000_000)
        let host = server.url.replacing("http://", with: "")
        let given = try await withTransport { transport in
            let tokens = GoogleAccessTokens(metadataHost: host, transport: transport) { now.withLock { $0 } }
            var given = [try await tokens.token()]
            now.withLock { $0 += 3600 - 225 }
            given.append(try await tokens.token())
            now.withLock { $0 += 1 }
            given.append(try await tokens.token())
            return given
        }
        #expect(given == ["token-1", "token-1", "token-2"])
        let request = try #require(server.requests.first)
        #expect(request.method == "GET")
        #expect(request.path == "/computeMetadata/v1/instance/service-accounts/default/token")
        #expect(request.header("metadata-flavor") == "Google")
    }

    @Test("Callers that come together share one request")
    func together() async throws {
        let server = try Self.endpoint()
        defer { server.stop() }
        try await withTransport { transport in
            let tokens = GoogleAccessTokens(account: try Self.account(server.url), transport: transport)
            await withTaskGroup(of: String?.self) { group in
                for _ in 0..<20 { group.addTask { try? await tokens.token() } }
                for await token in group { #expect(token == "token-1") }
            }
        }
        #expect(server.requests.count == 1)
    }

    @Test(
        "What the endpoint answers has its class",
        arguments: [
            (400, #"{"error":"invalid_grant","error_description":"secret"}"#, ErrorClass.auth), (401, "{}", .auth),
            (503, "", .capacity), (500, "<html>", .server), (200, "{}", .server), (429, "{}", .rateLimited),
        ]
    )
    func failures(_ status: Int, _ body: String, _ expected: ErrorClass) async throws {
        let transport = ScriptedTransport(status: status, text: body)
        let tokens = GoogleAccessTokens(account: try Self.account("http://127.0.0.1:1"), transport: transport)
        await #expect { _ = try await tokens.token() } throws: { error in
            guard let error = error as? ModelError else { return false }
            return error.errorClass == expected && !error.message.contains("secret")
        }
    }

    @Test("A token that Vertex AI does not accept is not used again")
    func refused() async throws {
        let transport = ScriptedTransport(
            .answer(#"{"access_token":"token-1","expires_in":3600}"#),
            .answer(401, [:], "{}"),
            .answer(#"{"access_token":"token-2","expires_in":3600}"#),
            .answer(200, [:], "{}")
        )
        let tokens = GoogleAccessTokens(account: try Self.account("http://127.0.0.1:1"), transport: transport)
        let provider = GeminiProvider(transport: transport, project: "p", location: "eu", tokens: tokens)
        _ = try? await provider.generate(.question)
        _ = try? await provider.generate(.question)
        let requests = transport.requests
        #expect(requests.count == 4)
        #expect(requests[1].url.hasPrefix("https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p/locations/eu/"))
        #expect(requests[1].headers[.authorization] == "Bearer token-1")
        #expect(requests[3].headers[.authorization] == "Bearer token-2")
    }

    @Test("A 429 of Vertex AI that names no quota is shared capacity")
    func sharedCapacity() async {
        let transport = ScriptedTransport(
            status: 429,
            text: #"{"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}}"#
        )
        let provider = GeminiProvider(transport: transport, project: "p", location: "global", tokens: FixedToken())
        await #expect { _ = try await provider.generate(.question) } throws: {
            ($0 as? ModelError)?.errorClass == .capacity
        }
    }

    @Test(
        "A file that is no service account's key is refused without a word of it",
        arguments: [
            "", "[]", #"{"client_email":"e","private_key":"secret","token_uri":"u"}"#, #"{"private_key":"secret"}"#,
        ]
    )
    func badFile(_ text: String) {
        #expect { _ = try GoogleServiceAccount(json: Array(text.utf8)) } throws: { error in
            guard let error = error as? ModelError else { return false }
            return error.errorClass == .auth && !error.message.contains("secret")
        }
    }
}

extension ScriptedTransport.Outcome {
    fileprivate static func answer(_ text: String) -> Self { .answer(200, [:], text) }
}
