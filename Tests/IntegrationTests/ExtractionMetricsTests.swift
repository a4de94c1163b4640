// SPDX-License-Identifier: Apache-2.0

import Metrics
import MetricsTestKit
import ModelClient
import Testing

@testable import Extraction
@testable import vote_extractor

@Suite("What a worker's calls of models count")
struct ExtractionMetricsTests {
    private let kit = TestMetrics()

    private func failure(_ calls: [(model: String, errorClass: ErrorClass?)]) -> ExtractionError {
        var error = ExtractionError(.server, "m", stage: .model)
        error.attempts = calls.map { call in
            ExtractionAttempt(
                number: 1,
                stage: .model,
                model: call.model,
                errorClass: call.errorClass,
                usage: .zero,
                startedAtMilliseconds: 0,
                duration: .zero
            )
        }
        return error
    }

    private func count(_ model: String, _ result: String) throws -> Int64 {
        try kit.expectCounter("test.model.calls", [("model", model), ("result", result)]).totalValue
    }

    @Test("Each call, by its model and how it ended")
    func calls() throws {
        let metrics = ExtractionMetrics(prefix: "test", countsCache: false, factory: kit)
        metrics.count(failure([("a", .rateLimited), ("a", .rateLimited), ("b", .server), ("a", nil)]))
        metrics.count(failure([("b", .server)]))
        #expect(try count("a", "llm.rate_limited") == 2)
        #expect(try count("b", "llm.server") == 2)
        #expect(try count("a", "ok") == 1)
    }

    @Test("Jobs cannot fill the memory with names of models")
    func bound() throws {
        let metrics = ExtractionMetrics(prefix: "test", countsCache: false, factory: kit)
        metrics.count(failure((0..<600).map { ("model-\($0)", .modelNotFound) }))
        #expect(try count("other", "llm.model_not_found") == 100)
    }
}
