// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracingTestKit
import Extraction
import Imaging
import JSON
import Logging
import ModelClient
import Synchronization
import TestSupport
import Tracing

/// A pipeline in front of a scripted model server, with its spans captured and its sleeps recorded.
final class PipelineFixture: Sendable {
    let server: LoopbackHTTPServer
    let clock = RecordingClock()
    let pipeline: ExtractionPipeline
    let transport: CurlTransport
    let capture = TraceCapture()

    /// The n-th answer goes to the n-th call; the last one is repeated. `asked` is told of each call before its answer.
    convenience init(
        _ answers: ScriptedHTTPResponse...,
        configure: (inout ExtractionConfiguration) -> Void = { _ in },
        blobs: (any BlobStore)? = nil,
        memory: MemoryBudget = MemoryBudget(bytes: .max)
    ) throws {
        try self.init(answers, blobs: blobs, memory: memory, configure: configure)
    }

    /// The same with prices, budgets and a cache.
    convenience init(
        _ answers: [ScriptedHTTPResponse],
        blobs: (any BlobStore)? = nil,
        memory: MemoryBudget = MemoryBudget(bytes: .max),
        prices: ModelPrices = .builtIn,
        spending: Spending? = nil,
        cache: (any ResultCache)? = nil,
        asked: @escaping @Sendable (RecordingClock) -> Void = { _ in },
        configure: (inout ExtractionConfiguration) -> Void
    ) throws {
        let remaining = Mutex(answers)
        try self.init(
            blobs: blobs,
            memory: memory,
            prices: prices,
            spending: spending,
            cache: cache,
            answer: { _, clock in
                asked(clock)
                return remaining.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            },
            configure: configure
        )
    }

    /// The same with answers that are made for each call, and with gates.
    init(
        blobs: (any BlobStore)? = nil,
        memory: MemoryBudget = MemoryBudget(bytes: .max),
        prices: ModelPrices = .builtIn,
        spending: Spending? = nil,
        cache: (any ResultCache)? = nil,
        gates: any GateStore = InMemoryGateStore(),
        buckets: ((any HTTPTransport) -> BucketAccess)? = nil,
        files: (any HTTPTransport)? = nil,
        answer: @escaping @Sendable (_ model: String, RecordingClock) -> ScriptedHTTPResponse,
        configure: (inout ExtractionConfiguration) -> Void
    ) throws {
        server = try LoopbackHTTPServer(handler: { [clock] in answer(Self.model(askedBy: $0), clock) })
        let transport = CurlTransport(logger: Logger(label: "test"))
        self.transport = transport
        var configuration = ExtractionConfiguration(model: "gemini-a")
        configure(&configuration)
        let provider = GeminiProvider(transport: transport, baseURL: server.url, apiKey: "k")
        pipeline = ExtractionPipeline(
            configuration: configuration,
            router: ModelRouter(
                routes: [ModelRoute(.prefix("gemini"), to: provider)],
                prices: prices,
                gates: gates,
                spending: spending
            ),
            transport: files ?? transport,
            buckets: buckets?(transport),
            blobs: blobs,
            imaging: ImagePreparer(),
            memory: memory,
            cache: cache,
            sha256: Self.fakeDigest,
            clock: clock,
            jitter: { $0 }
        )
    }

    /// A stand-in with the shape of a SHA-256; the real one is handed in where the program is put together.
    static let fakeDigest: @Sendable ([UInt8]) -> String = { bytes in
        let sum = String(bytes.reduce(UInt64(bytes.count)) { $0 &* 31 &+ UInt64($1) }, radix: 16)
        return String(repeating: "0", count: 64 - sum.count) + sum
    }

    /// Runs a request and gives the outcome with its trace.
    func run(
        _ request: ExtractionRequest = ExtractionRequest(files: [Samples.file()]),
        within timeLimit: Duration? = nil
    ) async -> (outcome: Result<ExtractionResult, ExtractionError>, spans: [CapturedSpan]) {
        let pipeline = pipeline
        let outcome = await withTracer(capture.tracer) { () async -> Result<ExtractionResult, ExtractionError> in
            do throws(ExtractionError) {
                return .success(try await pipeline.run(request, within: timeLimit))
            } catch {
                return .failure(error)
            }
        }
        await transport.shutdown()
        return (outcome, capture.popTraces().flatMap { $0 })
    }

    /// The bodies that the model server was sent.
    var questions: [JSONValue] {
        server.requests.compactMap { try? JSONValue(parsing: $0.body) }
    }

    /// The models that were asked, in order.
    var askedModels: [String] { server.requests.map(Self.model) }

    private static func model(askedBy request: RecordedHTTPRequest) -> String {
        String(request.path.split(separator: "/").last?.split(separator: ":").first ?? "")
    }
}

extension Result where Success == ExtractionResult, Failure == ExtractionError {
    var error: ExtractionError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
