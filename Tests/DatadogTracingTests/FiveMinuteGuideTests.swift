// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON
import Logging
import TestSupport
import Testing

/// The five-minute guide says what is compiled here, and what it promises happens.
@Suite struct FiveMinuteGuideTests {
    private static let guide = "FiveMinuteGuide.md"
    private let documentation = LibraryDocumentation(of: "DatadogTracing")

    @Test(.enabled(if: DatadogTestAgent.isInstalled, Comment(rawValue: DatadogTestAgent.hint)))
    func theShopIsTraced() async throws {
        // A process of its own, since it may bootstrap each system only once.
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            try await withDatadogTestAgent { agent in
                let metrics = try DatagramReceiver()
                try await runShop(environment: [
                    "DD_SERVICE": "shop", "DD_ENV": "test", "DD_VERSION": "1.0.0", "DD_TRACE_AGENT_URL": agent.url,
                    "DD_DOGSTATSD_URL": "udp://127.0.0.1:\(metrics.port)",
                ])
                let lines = String(decoding: try await metrics.receive(), as: UTF8.self)
                #expect(lines.contains("shop.orders:1|c|#service:shop,env:test,version:1.0.0,payment:card"), "\(lines)")
                try await expectTraces(of: agent)
            }
        }
        let log = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let lines = try log.split(separator: "\n").filter { $0.contains("checking out") }.map {
            try JSONValue(parsing: String($0))
        }
        #expect(lines.count == 2, "\(log)")
        #expect(lines.first?["dd.trace_id"]?.stringValue == "42")
        #expect(lines.first?["dd.service"]?.stringValue == "shop")
        #expect(lines.last?["dd.trace_id"]?.stringValue?.count == 32)
    }

    @Test func eachBlockOfCodeIsCompiled() throws {
        let code = try documentation.guideCode
        let blocks = try documentation.blocks(of: Self.guide, language: "swift")
        #expect(blocks.count >= 6)
        for block in blocks where !block.contains(".package(") {
            #expect(code.contains(block), "not in Tests/DatadogTracingTests/FiveMinuteGuide: \(block)")
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
        #expect(products == ["DatadogTracing", "DatadogTracingTestKit"])
        for product in products { #expect(manifest.contains(".library(name: \"\(product)\"")) }
    }
}

/// One trace goes on from the caller through both services; the other begins at the shop and fails.
private func expectTraces(of agent: DatadogTestAgent) async throws {
    let transport = CurlTransport(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let traces = try await TestAgentClient(url: agent.url, session: nil, transport: transport).traces()
    await transport.shutdown()
    let spans = traces.flatMap { $0 }
    let continued = spans.filter { $0["trace_id"]?.stringValue == "42" }
    #expect(
        Set(continued.compactMap { $0["name"]?.stringValue }) == ["shop.checkout", "payment.charge", "bank.charge"]
    )
    let checkout = try #require(continued.first { $0["name"]?.stringValue == "shop.checkout" })
    #expect(checkout["parent_id"]?.stringValue == "7")
    #expect(checkout["resource"]?.stringValue == "POST /checkout")
    #expect(checkout["meta"]?["env"]?.stringValue == "test" && checkout["meta"]?["version"]?.stringValue == "1.0.0")
    #expect(checkout["metrics"]?["order.items"]?.doubleValue == 2)
    let payment = try #require(continued.first { $0["name"]?.stringValue == "payment.charge" })
    #expect(payment["parent_id"]?.stringValue == checkout["span_id"]?.stringValue)
    #expect(payment["service"]?.stringValue == "payments" && payment["type"]?.stringValue == "http")
    let charge = try #require(continued.first { $0["name"]?.stringValue == "bank.charge" })
    #expect(charge["parent_id"]?.stringValue == payment["span_id"]?.stringValue)
    #expect(charge["meta"]?["order"]?.stringValue == "o-1")
    let failed = spans.filter { $0["trace_id"]?.stringValue != "42" }
    #expect(failed.count == 3)
    for span in failed {
        #expect(span["error"]?.intValue == 1)
        #expect(span["meta"]?["error.type"]?.stringValue == "payment.declined")
    }
}
