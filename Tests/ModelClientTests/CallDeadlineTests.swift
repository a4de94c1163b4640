// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient
import Synchronization
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
        question.deadline = .now + .seconds(5)
        await #expect(throws: ModelError.self) { try await router.generate(question) }
        #expect(transport.requests.count == 1)
    }

    /// Opens after ten seconds, for whoever has waited for that.
    private final class SlowGate: GateStore {
        private let hasWaited = Mutex(false)

        func admit(_ ticket: GateTicket) async -> GateDecision {
            hasWaited.withLock { hasWaited in
                defer { hasWaited = true }
                return hasWaited ? .go : .wait(.seconds(10))
            }
        }

        func settle(_ ticket: GateTicket, _ outcome: GateOutcome) async {}
    }

    @Test("What is left after the wait must do for a call that is heard")
    func heard() async throws {
        for (left, calls) in [(Duration.milliseconds(10_050), 0), (.seconds(60), 1)] {
            let transport = ScriptedTransport(text: Self.good)
            let router = ModelRouter(
                routes: [ModelRoute(.prefix(""), to: Dialect.gemini.provider(transport))],
                gates: SlowGate(),
                clock: ImpatientClock()
            )
            var question = ModelRequest.question
            question.deadline = .now + left
            _ = try? await router.generate(question)
            #expect(transport.requests.count == calls)
        }
    }
}
