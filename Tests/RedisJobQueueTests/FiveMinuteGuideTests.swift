// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis
import RedisJobQueue
import TestSupport
import Testing

/// The five-minute guide says what is compiled here, and what it promises happens.
@Suite(.timeLimit(.minutes(2))) struct FiveMinuteGuideTests {
    private static let guide = "FiveMinuteGuide.md"
    private let documentation = LibraryDocumentation(of: "RedisJobQueue")

    @Test func whatIsSentIsMade() async throws {
        try await QueueFixture.with { fixture in
            let url = fixture.server.url
            try await sendThumbnails(redis: url, logger: QueueFixture.logger)
            try await fixture.queue.enqueue(
                JobRequest(type: "thumbnail", payload: ["image": "sheet", "width": "wide"])
            )
            let worker = Task { try await runWorker(redis: url, logger: QueueFixture.logger) }
            var results: [String: JSONValue] = [:]
            for _ in 0..<3 {
                let result = try await fixture.nextResult()
                results[result["image"]?.stringValue ?? "none"] = result
            }
            worker.cancel()
            _ = await worker.result
            #expect(results["flaky-120"]?["attempts"]?.arrayValue?.count == 1)
            #expect(results["sheet-640"]?["job_id"] == "sheet-640")
            #expect(results["sheet-640"]?["tags"]?["province"] == "Phrae")
            #expect(results["none"]?["error"]?["type"] == "job.bad_payload")
            #expect(results["none"]?["error"]?["message"]?.stringValue?.contains("`payload.width`") == true)
        }
    }

    @Test func eachBlockOfCodeIsCompiled() throws {
        let code = try documentation.guideCode
        let blocks = try documentation.blocks(of: Self.guide, language: "swift")
        #expect(blocks.count >= 6)
        for block in blocks where !block.contains(".package(") {
            #expect(code.contains(block), "not in Tests/RedisJobQueueTests/FiveMinuteGuide: \(block)")
        }
    }

    @Test func itCompilesInAPackageWithOtherSettings() async throws {
        #expect(try await documentation.faultsOfGuideElsewhere() == [])
    }

    @Test func thePackagesOfTheManifestAreThoseUsedHere() throws {
        let manifest = try LibraryDocumentation.manifest
        for package in try documentation.packages(of: Self.guide) { #expect(manifest.contains(package), "\(package)") }
        let products = try documentation.products(of: Self.guide)
        #expect(products == ["JSON", "JobQueue", "RedisJobQueue"])
        for product in products { #expect(manifest.contains(".library(name: \"\(product)\"")) }
    }
}
