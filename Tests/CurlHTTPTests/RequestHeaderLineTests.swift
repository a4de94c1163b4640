// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import TestSupport
import Testing

@testable import CurlHTTP

struct RequestHeaderLineTests {
    @Test(arguments: ["a\r\nX: y", "a\nb", "a\rb", "a\0b", "\n"])
    func lineBreaksAreRefused(value: String) {
        #expect {
            try RequestHeaderLines.line(name: "X-Test", value: value)
        } throws: {
            let error = $0 as? HTTPTransportError
            return error?.code == .invalidRequest && error?.message.contains("X: y") == false
        }
    }

    @Test(arguments: ["X Y", "X:Y", "X\r\nY", ""])
    func namesThatAreNoTokensAreRefused(name: String) {
        #expect(throws: HTTPTransportError.self) { try RequestHeaderLines.line(name: name, value: "1") }
    }

    @Test func emptyValuesAreSentAsSuch() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        _ = try await CurlTransport.with {
            try await $0.send(.init(url: server.url, headers: [.init("X-Empty")!: "", .accept: "text/plain"]))
        }
        #expect(server.requests.first?.header("x-empty")?.isEmpty == true)
        #expect(server.requests.first?.header("accept") == "text/plain")
    }

    @Test func aHeaderCannotSmuggleAnother() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        // The header type itself turns line breaks into spaces.
        let headers: HTTPFields = [.init("X-Test")!: "a\r\nX-Injected: b"]
        _ = try await CurlTransport.with { try await $0.send(.init(url: server.url, headers: headers)) }
        #expect(server.requests.first?.header("x-injected") == nil)
    }
}
