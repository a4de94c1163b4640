// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Foundation
import HTTPTypes
import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// What comes from an agent, from files and from the environment may be anything: it is survived.
@Suite struct OutsideTextFuzzTests {
    private static let seed = TestSeed.value(otherwise: 1_999)
    /// Those that mean something in JSON.
    private static let signs = Array("{}[],:\"-.09e".utf8)
    private static let hint = Comment(rawValue: "TEST_SEED=\(seed)")

    /// A text with some bytes changed, left out or put in; sometimes cut, sometimes nothing but bytes.
    private func broken(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &random)
            let isAny = Bool.random(using: &random)
            let sign = Self.signs.randomElement(using: &random) ?? 0
            let byte = isAny ? UInt8.random(in: 0...255, using: &random) : sign
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            default: bytes.remove(at: place)
            }
        }
        if Int.random(in: 0..<5, using: &random) == 0 { bytes = Array(bytes.prefix(bytes.count / 2)) }
        guard Int.random(in: 0..<20, using: &random) == 0 else { return bytes }
        return bytes.map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    @Test func agentsMayAnswerAnything() {
        var random = SeededGenerator(seed: Self.seed)
        var cases = SpanCases(seed: Self.seed)
        let info = #"{"version": "7.1", "endpoints": ["/v0.4/traces"], "client_drop_p0s": true, "config": {"a": [1]}}"#
        let sampler = AgentRateSampler()
        var asked: Double?
        var read = 0
        for _ in 0..<1_000 {
            let rates: JSONValue = ["rate_by_service": ["service:a,env:": cases.json(depth: 5)]]
            let body = broken(rates.text, &random)
            sampler.update(agentAnswer: body)
            if let table = try? JSONValue(parsing: body)["rate_by_service"]?.objectValue {
                asked = table["service:a,env:"]?.doubleValue.flatMap { (0...1).contains($0) ? $0 : nil }
            }
            let decision = sampler.decide(SamplingCandidate(random.next(), service: "a"))
            #expect(decision.rate == asked && decision.mechanism == (asked == nil ? 0 : 1), Self.hint)
            if AgentInfo(answer: broken(info, &random)) != nil { read += 1 }
        }
        #expect((100...900).contains(read), "both are met: \(read), \(Self.hint)")
    }

    @Test func agentsMayAskToWaitForAnything() {
        var random = SeededGenerator(seed: Self.seed)
        for _ in 0..<1_000 {
            let text = String(decoding: broken("4294967295", &random), as: UTF8.self)
            let answer = AgentAnswer(HTTPTransportResponse(status: .tooManyRequests, headers: [.retryAfter: text]))
            guard case .tryAgain(let wait) = answer else {
                Issue.record("429 is no such answer: \(text)")
                continue
            }
            let delay = RetryPolicy().delay(afterTries: 1, elapsed: .zero, retryAfter: wait, jitter: 0.5)
            #expect(delay.map { $0 >= .zero && $0 <= .seconds(10) } != false, Self.hint)
        }
    }

    @Test func filesOfTracesMayHoldAnything() throws {
        var random = SeededGenerator(seed: Self.seed)
        var cases = SpanCases(seed: Self.seed)
        let folder = try TemporaryDirectory()
        let reader = JSONLinesTraceReader()
        var found = 0
        for _ in 0..<300 {
            let spans = (0..<3).map { _ in cases.span().json }
            let line = JSONValue.object(["traces": .array([.array(spans)])]).text
            let path = folder.path + "/spans.jsonl"
            try Data(broken(line, &random) + [10]).write(to: URL(filePath: path))
            found += (try? reader.spans(inFiles: [path]).count) ?? 0
        }
        #expect(found > 100, Self.hint)
    }

    @Test func rulesAndPlacesMayBeAnything() {
        var random = SeededGenerator(seed: Self.seed)
        let rules = #"[{"service": "a*", "name": "?b", "tags": {"k": "v*"}, "sample_rate": 0.5, "max_per_second": 3}]"#
        let id = String(repeating: "0a", count: 32)
        for _ in 0..<1_000 {
            let text = String(decoding: broken(rules, &random), as: UTF8.self)
            let configuration = DatadogTracingConfiguration(environment: [
                "DD_TRACE_SAMPLING_RULES": text, "DD_SPAN_SAMPLING_RULES": text, "DD_TAGS": text,
                "DD_TRACE_AGENT_URL": text, "DD_TRACE_SAMPLE_RATE": text, "DD_TRACE_RATE_LIMIT": text,
            ])
            #expect(configuration.samplingRules.allSatisfy { (0...1).contains($0.sampleRate) }, Self.hint)
            let group = String(decoding: broken("12:cpu:/docker/\(id)\n0::/\n", &random), as: UTF8.self)
            #expect(ControlGroup.all(in: group).count <= 100)
            _ = MountInfo.containerID(in: String(decoding: broken("1 2 3 /\(id)/hostname /x", &random), as: UTF8.self))
        }
    }
}
