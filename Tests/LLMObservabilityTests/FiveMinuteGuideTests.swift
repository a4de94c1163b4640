// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import JSON
import Logging
import TestSupport
import Testing

/// The five-minute guide says what is compiled here, and what it promises happens.
@Suite struct FiveMinuteGuideTests {
    private static let guide = "FiveMinuteGuide.md"
    private let documentation = LibraryDocumentation(of: "LLMObservability")

    @Test(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint)))
    func theHelpDeskIsObserved() async throws {
        // A process of its own, since it may bootstrap each system only once.
        await #expect(processExitsWith: .success) {
            try await withDatadogTestAgent { agent in
                try await runHelpDesk(environment: [
                    "DD_SERVICE": "helpdesk", "DD_TRACE_AGENT_URL": agent.url, "DD_LLMOBS_ENABLED": "true",
                    "DD_LLMOBS_ML_APP": "desk",
                ])
                try await expectEvents(of: agent)
            }
        }
    }

    @Test func eachBlockOfCodeIsCompiled() throws {
        let code = try documentation.guideCode
        let blocks = try documentation.blocks(of: Self.guide, language: "swift")
        #expect(blocks.count >= 5)
        for block in blocks where !block.contains(".package(") {
            #expect(code.contains(block), "not in Tests/LLMObservabilityTests/FiveMinuteGuide: \(block)")
        }
    }

    @Test func itCompilesInAPackageWithOtherSettings() async throws {
        #expect(try await documentation.faultsOfGuideElsewhere() == [])
    }

    @Test func thePackagesOfTheManifestAreThoseUsedHere() throws {
        let manifest = try LibraryDocumentation.manifest
        let packages = try documentation.packages(of: Self.guide)
        #expect(!packages.isEmpty)
        for package in packages { #expect(manifest.contains(package), "\(package)") }
        let products = try documentation.products(of: Self.guide)
        #expect(products == ["DatadogTracing", "LLMObservability"])
        for product in products { #expect(manifest.contains(".library(name: \"\(product)\"")) }
    }
}

/// Two questions: one is answered and judged, one fails in the model's call; of texts nothing but sizes is sent.
private func expectEvents(of agent: DatadogTestAgent) async throws {
    let requests = try await requests(of: agent)
    let spans = requests.filter { $0.url.hasSuffix("/api/v2/llmobs") }.flatMap { request in
        (request.json.arrayValue ?? []).flatMap { $0["spans"]?.arrayValue ?? [] }
    }
    #expect(spans.count == 6)
    let workflow = try #require(spans.first { $0["name"] == "answer_question" && $0["status"] == "ok" })
    let below = spans.filter { $0["parent_id"] == workflow["span_id"] }
    #expect(Set(below.compactMap { $0["name"]?.stringValue }) == ["search_handbook", "write_answer"])
    let call = try #require(below.first { $0["name"] == "write_answer" })
    #expect(call["metrics"]?["input_tokens"]?.intValue == 42 && call["meta"]?["model_provider"] == "google")
    #expect(call["meta"]?["input"]?["prompt"]?["version"] == "v2", "\(call.text)")
    #expect(!spans.contains { $0.text.contains("thirty days") })
    #expect(spans.filter { $0["status"] == "error" }.count == 2)
    let judgements = requests.filter { $0.url.hasSuffix("/eval-metric") }.flatMap { request in
        request.json["data"]?["attributes"]?["metrics"]?.arrayValue ?? []
    }
    #expect(judgements.count == 1)
    #expect(judgements.first?["label"] == "grounded" && judgements.first?["assessment"] == "pass")
    #expect(judgements.first?["join_on"]?["span"]?["span_id"] == call["span_id"])
}

private func requests(of agent: DatadogTestAgent) async throws -> [(url: String, json: JSONValue)] {
    let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let response = try await transport.send(HTTPTransportRequest(url: agent.url + "/test/session/requests"))
    await transport.shutdown()
    return try (JSONValue(parsing: response.body).arrayValue ?? []).compactMap { request in
        let data = Data(base64Encoded: request["body"]?.stringValue ?? "") ?? Data()
        guard let json = try? JSONValue(parsing: Array(data)) else { return nil }
        return (request["url"]?.stringValue ?? "", json)
    }
}
