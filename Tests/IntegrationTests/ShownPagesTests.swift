// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import JSON
import Logging
import TestSupport
import Testing

@testable import vote_extractor

@Suite("Pictures of pages for people who look at results")
struct ShownPagesTests {
    private func with(
        _ answer: ScriptedHTTPResponse,
        _ body: (ShownPages, JSONValue, LoopbackHTTPServer) async throws -> Void
    ) async throws {
        let server = try LoopbackHTTPServer { _ in answer }
        let transport = CurlTransport(logger: Logger(label: "test"))
        let files = SourceFetcher(
            configuration: FetchConfiguration(allowsPlainHTTP: true),
            transport: transport,
            blobs: nil,
            sha256: { _ in "" }
        )
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(ShownPages(files: files), ["uri": .string(server.url + "/p")], server))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        try result.get()
    }

    @Test("What is no picture is said to be none, whatever its server calls it, and asked for again the next time")
    func wrongType() async throws {
        let page = ScriptedHTTPResponse(headers: [("Content-Type", "image/png")], text: "<html>SECRET</html>")
        try await with(page) { pages, file, server in
            for requests in 1...2 {
                let error = await #expect(throws: (any Error).self) { try await pages.picture(of: file, page: 0) }
                #expect(error.map { "\(type(of: $0))" } == "PictureError")
                #expect(error.map { "\($0)".contains("SECRET") } == false)
                #expect(server.requests.count == requests)
            }
        }
    }

    @Test("A file is got once for all of its pages")
    func once() async throws {
        let sheet = try await Sheet.pdf
        try await with(ScriptedHTTPResponse(body: sheet.bytes)) { pages, file, server in
            try await #expect(pages.picture(of: file, page: 0) != nil)
            try await #expect(pages.picture(of: file, page: 99) == nil)
            #expect(server.requests.count == 1)
        }
    }
}
