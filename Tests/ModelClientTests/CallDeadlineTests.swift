// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient
import Testing

@Suite("Calls that a deadline ends")
struct CallDeadlineTests {
    private static let good = #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"STOP"}]}"#

    @Test(
        "A call has the time until the deadline at most, whatever the provider",
        arguments: Dialect.allCases,
        [true, false]
    )
    func bounded(_ dialect: Dialect, _ isStreamed: Bool) async throws {
        let transport = ScriptedTransport(status: 500, text: "{}")
        for deadline: ContinuousClock.Instant? in [.now + .seconds(60), .now - .seconds(1), .now + .seconds(999), nil] {
            var question = ModelRequest.question
            question.deadline = deadline
            if isStreamed { question.streaming = StreamingTimeouts() }
            _ = try? await dialect.provider(transport).generate(question)
        }
        let limits = transport.requests.map(\.timeouts.total)
        #expect(limits.count == 4 && limits[0] <= .seconds(60) && limits[1] == .milliseconds(1))
        #expect(limits[2] == .seconds(120) && limits[3] == .seconds(120))
    }

    @Test("Being late after little time is not held against the provider", arguments: [20, 60, nil])
    func breaker(_ seconds: Int?) async {
        let gates = InMemoryGateStore()
        let transport = ScriptedTransport(.failure(.timedOut))
        let router = ModelRouter(
            routes: [ModelRoute(.prefix(""), to: Dialect.gemini.provider(transport))],
            gates: gates
        )
        for _ in 0..<5 {
            var question = ModelRequest.question
            question.deadline = seconds.map { .now + .seconds($0) }
            do throws(ModelError) {
                _ = try await router.generate(question)
            } catch {
                #expect(error.errorClass == .timeout)
            }
        }
        #expect(transport.requests.count == 5)
        let isOpen = await gates.gates().first?.decision == .go
        #expect(isOpen == (seconds == 20))
    }

    @Test("No call waits at its gate beyond the deadline")
    func gate() async throws {
        let transport = ScriptedTransport(text: Self.good)
        let router = ModelRouter(
            routes: [ModelRoute(.prefix(""), to: Dialect.gemini.provider(transport))],
            gates: InMemoryGateStore(),
            configuration: GateConfiguration(defaultLimits: GateLimits(requestsPerMinute: 6), patience: .seconds(600)),
            clock: ImpatientClock()
        )
        var question = ModelRequest.question
        question.deadline = .now + .seconds(60)
        _ = try await router.generate(question)
        // The gate opens after ten seconds: too late, or so late that the answer would not be heard.
        for deadline in [Duration.seconds(5), .milliseconds(10_050)] {
            question.deadline = .now + deadline
            await #expect(throws: ModelError.self) { try await router.generate(question) }
        }
        #expect(transport.requests.count == 1)
    }
}
