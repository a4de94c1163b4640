// SPDX-License-Identifier: Apache-2.0

import Logging
import ModelClient
import TestSupport
import Testing

@Suite("Files too large for a request")
struct GeminiFilesTests {
    private static let file = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private static let question = ModelRequest(
        model: "m",
        parts: [.text("read"), .data(file, mediaType: "image/png"), .data([1, 2], mediaType: "application/pdf")],
        // Longer than the busiest machine takes: none of this is about time but what says so.
        timeout: .seconds(600)
    )

    private func run(
        _ faults: FileServerStandIn.Faults = .init(),
        _ question: ModelRequest = question,
        maximumInlineBytes: Int = 10_000
    ) async throws -> (stand: FileServerStandIn, outcome: Result<ModelResponse, ModelError>, body: String) {
        let stand = FileServerStandIn(faults)
        let server = try stand.start()
        defer { server.stop() }
        let outcome = await withTransport { transport -> Result<ModelResponse, ModelError> in
            let provider = GeminiProvider(
                transport: transport,
                baseURL: server.url,
                apiKey: "k",
                maximumInlineBytes: maximumInlineBytes,
                clock: ImpatientClock()
            )
            do throws(ModelError) {
                return .success(try await provider.generate(question))
            } catch {
                return .failure(error)
            }
        }
        let body = server.requests.first { $0.path.contains("generateContent") }?.text ?? ""
        return (stand, outcome, body)
    }

    @Test("They are uploaded, named in the request, and deleted")
    func uploads() async throws {
        let (stand, outcome, body) = try await run()
        #expect(try outcome.get().text == "[]")
        #expect(stand.uploads == [Self.file, [1, 2]])
        #expect(body.contains(#"{"fileData":{"mimeType":"image/png","fileUri":"https://files.example/f1"}}"#))
        #expect(!body.contains("inlineData"))
        #expect(Array(stand.events.prefix(5)) == ["start", "upload 0", "start", "upload 0", "generate"])
        #expect(Set(stand.events.suffix(2)) == ["delete f1", "delete f2"])
    }

    @Test("A request that is small enough carries its files")
    func inline() async throws {
        let (stand, outcome, body) = try await run(maximumInlineBytes: 1_000_000)
        #expect(try outcome.get().text == "[]")
        #expect(stand.events == ["generate"])
        #expect(body.contains("inlineData"))
    }

    @Test("An upload that breaks off fails the call: only who asks again decides about that")
    func breaksOff() async throws {
        let (stand, outcome, _) = try await run(.init(brokenUploads: 1))
        #expect(outcome.error?.errorClass == .capacity)
        #expect(stand.events == ["start", "upload 0"])
    }

    @Test("A file that is still being processed is waited for")
    func polls() async throws {
        let (stand, outcome, _) = try await run(.init(pollsUntilActive: 3))
        #expect(try outcome.get().text == "[]")
        #expect(stand.events.count { $0 == "poll" } == 3)
    }

    @Test("A file that cannot be processed is the file's fault, and is deleted")
    func processingFails() async throws {
        let (stand, outcome, _) = try await run(.init(processingFails: true))
        #expect(outcome.error?.errorClass == .inputCorrupt)
        #expect(stand.events.last == "delete f1")
    }

    @Test("Files are deleted when the model fails too", arguments: [200, 404, 500])
    func deletesAfterFailure(deleteStatus: Int) async throws {
        let (stand, outcome, _) = try await run(.init(generateStatus: 500, deleteStatus: deleteStatus))
        #expect(outcome.error?.errorClass == .server)
        #expect(Set(stand.events.suffix(2)) == ["delete f1", "delete f2"])
    }

    @Test("The question's time bounds the waiting")
    func deadline() async throws {
        var question = Self.question
        question.timeout = .seconds(600)
        let (stand, outcome, _) = try await run(.init(pollsUntilActive: .max), question)
        #expect(outcome.error?.errorClass == .timeout)
        #expect(stand.events.last == "delete f1")
    }

    @Test("A cancelled call deletes its files")
    func cancellation() async throws {
        let stand = FileServerStandIn(.init(pollsUntilActive: .max))
        let server = try stand.start()
        defer { server.stop() }
        await withTransport { transport in
            let provider = GeminiProvider(transport: transport, baseURL: server.url, apiKey: nil, maximumInlineBytes: 0)
            let call = Task { try await provider.generate(Self.question) }
            await server.waitForRequests(3)
            call.cancel()
            await #expect { _ = try await call.value } throws: { ($0 as? ModelError)?.errorClass == .workerShutdown }
        }
        #expect(stand.events.last == "delete f1")
    }
}
