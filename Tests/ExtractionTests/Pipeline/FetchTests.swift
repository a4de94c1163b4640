// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Extraction
import ModelClient
import TestSupport
import Testing

@Suite("Getting the files")
struct FetchTests {
    private struct Blobs: BlobStore {
        struct Failure: Error {}

        func blob(_ key: String, maximumBytes: Int) async throws -> [UInt8]? {
            guard key != "broken" else { throw Failure() }
            guard key != "shut" else {
                throw ExtractionError(.inputKeyMissing, "sealed", stage: .fetch, retryAfter: .seconds(60))
            }
            return key == "known" ? Samples.png : nil
        }
    }

    private func outcome(
        of locations: SourceFile.Location...,
        sha256: String? = nil,
        configure: (inout FetchConfiguration) -> Void = { _ in }
    ) async throws -> (outcome: Result<ExtractionResult, ExtractionError>, spans: [CapturedSpan]) {
        let fixture = try PipelineFixture(Samples.good, configure: { configure(&$0.fetch) }, blobs: Blobs())
        let files = locations.enumerated().map { index, location in
            SourceFile(name: "f\(index)", location: location, sha256: sha256)
        }
        return await fixture.run(ExtractionRequest(files: files))
    }

    @Test("A blob is fetched; a missing one and a broken store are told apart")
    func blobs() async throws {
        #expect(try await outcome(of: .uri("blob:known")).outcome.get().pages == 1)
        #expect(try await outcome(of: .uri("blob:other")).outcome.error?.errorClass == .inputNotFound)
        #expect(try await outcome(of: .uri("blob:broken")).outcome.error?.errorClass == .inputTransient)
        let shut = try await outcome(of: .uri("blob:shut")).outcome.error
        #expect(shut?.errorClass == .inputKeyMissing && shut?.retryAfter == .seconds(60) && shut?.isRetriable == true)
    }

    @Test(
        "Addresses we do not read are refused with their mend",
        arguments: [
            ("s3://bucket/key", ErrorClass.inputRefused), ("gs://bucket/k", .inputRefused),
            ("ftp://h/f", .inputUnsupported), ("page.png", .inputUnsupported),
            ("data:image/png;base64,aa", .inputUnsupported),
            ("http://127.0.0.1/a", .inputRefused), ("file:relative", .inputUnsupported),
            ("file://host/a", .inputUnsupported), ("file:///etc/hostname", .inputRefused), ("blob:", .inputUnsupported),
        ]
    )
    func addresses(_ uri: String, _ expected: ErrorClass) async throws {
        let error = try await outcome(of: .uri(uri)).outcome.error
        #expect(error?.errorClass == expected)
        #expect(error?.stage == .fetch)
        #expect(error?.message.hasPrefix("files[0]: ") == true)
    }

    @Test("Content that is no base64, empty or no image is corrupt or unsupported")
    func content() async throws {
        #expect(try await outcome(of: .inline("not base64!")).outcome.error?.errorClass == .inputCorrupt)
        #expect(try await outcome(of: .inline("aGVsbG8=")).outcome.error?.errorClass == .inputUnsupported)
    }

    @Test("The announced digest must be the content's")
    func digest() async throws {
        let right = PipelineFixture.fakeDigest(Samples.png)
        #expect(try await outcome(of: .inline(Samples.pngBase64), sha256: right).outcome.get().inputSHA256 == right)
        let wrong = try await outcome(of: .inline(Samples.pngBase64), sha256: String(repeating: "a", count: 64))
        #expect(wrong.outcome.error?.errorClass == .inputHashMismatch)
    }

    @Test("Files, jobs and counts have limits")
    func limits() async throws {
        let file = SourceFile.Location.inline(Samples.pngBase64)
        let size = Samples.png.count
        let exact = try await outcome(of: file, file) {
            $0.maximumFileBytes = size
            $0.maximumJobBytes = 2 * size
            $0.maximumFiles = 2
        }
        #expect(try exact.outcome.get().pages == 2)
        let large = try await outcome(of: file) { $0.maximumFileBytes = size - 1 }
        #expect(large.outcome.error?.errorClass == .inputTooLarge)
        let heavy = try await outcome(of: file, file) { $0.maximumJobBytes = 2 * size - 1 }
        #expect(heavy.outcome.error?.errorClass == .inputTooLarge)
        let many = try await outcome(of: file, file) { $0.maximumFiles = 1 }
        #expect(many.outcome.error?.errorClass == .inputTooLarge)
        #expect(many.spans.first(named: "processing.parallel") == nil)
    }

    @Test("One bad file does not stop the others, and each has its span")
    func oneBadFile() async throws {
        let good = SourceFile.Location.inline(Samples.pngBase64)
        let (outcome, spans) = try await outcome(of: good, .uri("blob:other"), good)
        #expect(outcome.error?.errorClass == .inputNotFound)
        #expect(outcome.error?.message.hasPrefix("files[1]: ") == true)
        let parallel = try #require(spans.first(named: "processing.parallel"))
        #expect(parallel.metric("parallel.task_count") == 3)
        #expect(parallel.metric("parallel.successes") == 2)
        #expect(parallel.metric("parallel.failures") == 1)
        #expect(parallel.tag("parallel.all_succeeded") == "false")
        let byName = Dictionary(uniqueKeysWithValues: parallel.children.map { ($0.name, $0) })
        #expect(
            byName.mapValues { $0.tag("processing.success") } == [
                "processing.file_0": "true", "processing.file_1": "false", "processing.file_2": "true",
            ]
        )
        #expect(byName["processing.file_1"]?.tag("error.type") == "input.not_found")
        #expect(byName["processing.file_2"]?.isError == false)
        #expect(spans.first(named: "preprocess_images") == nil)
    }

    @Test("A failure that stays decides over one that may pass")
    func decisive() async throws {
        let error = try await outcome(of: .uri("blob:broken"), .uri("blob:other")).outcome.error
        #expect(error?.errorClass == .inputNotFound)
    }
}
