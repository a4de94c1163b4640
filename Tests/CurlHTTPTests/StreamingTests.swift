// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization
import TestSupport
import Testing

/// Bodies that are made while they are sent, and taken while they come in.
struct StreamingTests {
    /// Byte `i` is `i % 251`; hands out at most a fixed number at a time and counts how often it is asked.
    private final class Pattern: HTTPBodySource {
        let byteCount: Int
        private let most: Int
        private let largest = Mutex(0)

        init(byteCount: Int, atMost most: Int = .max) {
            self.byteCount = byteCount
            self.most = most
        }

        var largestPiece: Int { largest.withLock { $0 } }

        func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
            let count = min(most, buffer.count, byteCount - offset)
            for index in 0..<count { buffer[index] = UInt8((offset + index) % 251) }
            largest.withLock { $0 = max($0, count) }
            return count
        }
    }

    /// Says one byte but gives none.
    private struct Broken: HTTPBodySource {
        let byteCount = 10

        func copyBytes(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }
    }

    private final class Recorder: HTTPBodySink {
        private let state = Mutex<[UInt8]>([])
        private let most: Int

        init(atMost most: Int = .max) {
            self.most = most
        }

        var bytes: [UInt8] { state.withLock { $0 } }

        func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
            state.withLock { state in
                state.append(contentsOf: bytes)
                return state.count < most
            }
        }
    }

    private static func request(_ url: String, _ source: any HTTPBodySource) -> HTTPTransportRequest {
        var request = HTTPTransportRequest(method: .post, url: url)
        request.bodySource = source
        return request
    }

    @Test(arguments: [0, 1, 16_384, 5_000_000]) func sourcesGoOutWithTheirLength(byteCount: Int) async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "ok") }
        let source = Pattern(byteCount: byteCount, atMost: 70_001)
        let response = try await CurlTransport.with { try await $0.send(Self.request(server.url, source)) }
        #expect(response.body == Array("ok".utf8))
        let sent = try #require(server.requests.first)
        #expect(sent.header("content-length") == "\(byteCount)")
        #expect(sent.header("transfer-encoding") == nil)
        #expect(sent.body == source.bytes)
    }

    @Test func onlyABufferOfASourceIsHeldAtOnce() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        let source = Pattern(byteCount: 3_000_000)
        _ = try await CurlTransport.with { try await $0.send(Self.request(server.url, source)) }
        #expect(source.largestPiece <= 128 * 1024)
    }

    @Test func aSourceIsReadAgainAfterARedirect() async throws {
        let server = try LoopbackHTTPServer { request in
            request.path == "/a" ? .redirect(to: "/b", status: 307) : ScriptedHTTPResponse()
        }
        let source = Pattern(byteCount: 400_000)
        var request = Self.request(server.url + "/a", source)
        request.maximumRedirects = 1
        _ = try await CurlTransport.with { try await $0.send(request) }
        #expect(server.requests.map(\.path) == ["/a", "/b"])
        #expect(server.requests.allSatisfy { $0.body == source.bytes })
    }

    @Test func aSourceThatGivesNothingFailsTheRequest() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse() }
        let error = await CurlTransport.with { await $0.failure(of: Self.request(server.url, Broken())) }
        #expect(error?.code == .invalidRequest)
        #expect(server.requests.isEmpty)
    }

    @Test func twoBodiesAreRefused() async {
        var request = Self.request("http://127.0.0.1:1", Broken())
        request.body = [1]
        let error = await CurlTransport.with { await $0.failure(of: request) }
        #expect(error?.code == .invalidRequest)
    }

    @Test func aSinkTakesTheBodyOfASuccess() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Pattern(byteCount: 300_000).bytes) }
        let recorder = Recorder()
        var request = HTTPTransportRequest(url: server.url)
        request.sink = recorder
        let response = try await CurlTransport.with { try await $0.send(request) }
        #expect(response.body.isEmpty)
        #expect(response.status == .ok)
        #expect(recorder.bytes == Pattern(byteCount: 300_000).bytes)
    }

    @Test func aSinkGetsNothingOfAFailure() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 429, text: "slow down") }
        let recorder = Recorder()
        var request = HTTPTransportRequest(url: server.url)
        request.sink = recorder
        let response = try await CurlTransport.with { try await $0.send(request) }
        #expect(response.body == Array("slow down".utf8))
        #expect(recorder.bytes.isEmpty)
    }

    @Test func aSinkThatHasEnoughEndsTheExchange() async throws {
        let server = try LoopbackHTTPServer { _ in .partial(body: [1, 2, 3], declaredLength: 10, then: .hang) }
        let recorder = Recorder(atMost: 3)
        var request = HTTPTransportRequest(url: server.url)
        request.sink = recorder
        let error = await CurlTransport.with { [request] in await $0.failure(of: request) }
        #expect(error?.code == .stopped)
        #expect(error?.isRetriable == false)
        #expect(recorder.bytes == [1, 2, 3])
    }

    @Test func aSinkDoesNotLiftTheBound() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Pattern(byteCount: 1000).bytes) }
        var request = HTTPTransportRequest(url: server.url, maximumResponseBytes: 999)
        request.sink = Recorder()
        let error = await CurlTransport.with { [request] in await $0.failure(of: request) }
        #expect(error?.code == .responseTooLarge)
    }

    @Test func silenceInMidBodyIsTimed() async throws {
        let server = try LoopbackHTTPServer { _ in .partial(body: [1], declaredLength: 10, then: .hang) }
        let request = HTTPTransportRequest(url: server.url, timeouts: HTTPTimeouts(idle: .milliseconds(50)))
        let error = await CurlTransport.with { await $0.failure(of: request) }
        #expect(error?.code == .timedOut)
        #expect(error?.message.contains("more of the response") == true)
    }

    @Test func theIdleTimeDoesNotCountBeforeTheFirstByte() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(text: "late").delayed(by: .milliseconds(300)) }
        let request = HTTPTransportRequest(url: server.url, timeouts: HTTPTimeouts(idle: .milliseconds(20)))
        let response = try await CurlTransport.with { try await $0.send(request) }
        #expect(response.body == Array("late".utf8))
    }
}
