// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import JSON
import Logging
import ModelClient
import Synchronization
import TestSupport
import Testing

/// Files for people who look at them.
@Suite("Getting one file to show it")
struct SourceFetcherTests {
    private func outcome(
        of file: JSONValue,
        policy: AddressPolicy = .publicOnly(allowing: ["127.0.0.1"]),
        configure: (inout FetchConfiguration) -> Void = { _ in }
    ) async -> Result<[UInt8], ExtractionError> {
        var configuration = FetchConfiguration(maximumFileBytes: 1000, allowsPlainHTTP: true)
        configure(&configuration)
        let transport = CurlTransport(configuration: .init(addressPolicy: policy), logger: Logger(label: "test"))
        let fetcher = SourceFetcher(
            configuration: configuration,
            transport: transport,
            blobs: nil,
            sha256: PipelineFixture.fakeDigest
        )
        let result: Result<[UInt8], ExtractionError>
        do throws(ExtractionError) {
            result = .success(try await fetcher.bytes(of: file))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return result
    }

    private func error(
        _ server: LoopbackHTTPServer,
        policy: AddressPolicy = .publicOnly(allowing: ["127.0.0.1"]),
        configure: (inout FetchConfiguration) -> Void = { _ in }
    ) async -> ExtractionError? {
        let file: JSONValue = ["uri": .string("\(server.url)/page.png?sign=SECRET")]
        guard case .failure(let error) = await outcome(of: file, policy: policy, configure: configure) else {
            return nil
        }
        #expect(!error.message.contains("SECRET"))
        return error
    }

    @Test("A file is got as a payload or a result names it")
    func file() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        let uri = JSONValue.string("\(server.url)/page.png")
        let digest = JSONValue.string(PipelineFixture.fakeDigest(Samples.png))
        for file: JSONValue in [uri, ["uri": uri], ["name": "p", "uri": uri, "sha256": digest]] {
            #expect(try await outcome(of: file).get() == Samples.png)
        }
        let other: JSONValue = ["uri": uri, "sha256": .string(String(repeating: "0", count: 64))]
        await #expect(throws: ExtractionError.self) { try await outcome(of: other).get() }
    }

    @Test("A file over the limit is left, whatever it claims to be")
    func tooLarge() async throws {
        for declared in [1001, nil] {
            let server = try LoopbackHTTPServer { _ in
                let body = [UInt8](repeating: 0, count: 1001)
                guard let declared else {
                    let head = ScriptedHTTPResponse.head(status: 200, headers: [("Connection", "close")])
                    return ScriptedHTTPResponse(steps: [.send(head + body), .hang])
                }
                return .partial(body: [0], declaredLength: declared, then: .hang)
            }
            #expect(await error(server)?.errorClass == .inputTooLarge)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A file that is not there is asked for once")
    func notFound() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 404) }
        #expect(await error(server)?.errorClass == .inputNotFound)
        #expect(server.requests.count == 1)
    }

    @Test("A redirect leads only where the address policy allows")
    func redirect() async throws {
        let forbidden = try LoopbackHTTPServer(address: "127.0.0.2") { _ in ScriptedHTTPResponse(body: Samples.png) }
        let server = try LoopbackHTTPServer { _ in .redirect(to: forbidden.url + "/page.png") }
        #expect(await error(server)?.errorClass == .inputRefused)
        #expect(forbidden.requests.isEmpty && server.requests.count == 1)
        let policy = AddressPolicy.publicOnly(allowing: ["127.0.0.0/8"])
        #expect(await error(server, policy: policy) == nil)
        #expect(forbidden.requests.count == 1)
    }

    @Test("Redirects have an end")
    func redirects() async throws {
        let server = try LoopbackHTTPServer { _ in .redirect(to: "/again") }
        #expect(await error(server)?.errorClass == .inputUnsupported)
        #expect(server.requests.count == 4)
    }

    @Test("A server that stops in mid-body is left when the time is over, and asked again a few times")
    func slow() async throws {
        let server = try LoopbackHTTPServer { _ in .partial(body: [1], declaredLength: 10, then: .hang) }
        let error = try #require(await error(server) { $0.timeout = .milliseconds(200) })
        #expect(error.errorClass == .inputTransient)
        #expect(server.requests.count <= 4, "a busy machine may not even come to ask")
    }

    @Test("Plain http:, buckets and blobs are refused where nobody allowed them")
    func notAllowed() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        #expect(await error(server) { $0.allowsPlainHTTP = false }?.errorClass == .inputRefused)
        #expect(server.requests.isEmpty)
        for (uri, expected) in [("s3://scans/a", ErrorClass.inputRefused), ("blob:a", .inputUnsupported)] {
            guard case .failure(let error) = await outcome(of: ["uri": .string(uri)]) else {
                Issue.record("\(uri)")
                continue
            }
            #expect(error.errorClass == expected)
        }
    }
}
