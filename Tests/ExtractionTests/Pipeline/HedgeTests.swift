// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import DatadogTracingTestKit
import Dispatch
import Extraction
import JSON
import ModelClient
import Synchronization
import TestSupport
import Testing

@Suite("A second call beside a late one")
struct HedgeTests {
    /// As long as no other sleep.
    private static let late = Duration.milliseconds(70)
    /// Less than a call may take, so that each is the last that fits, and more than a slow machine needs.
    private static let plenty = Duration.seconds(1000)
    private static let prices = ModelPrices(
        currency: "USD",
        models: [
            "gemini-a": ModelPrice(TokenPrices(input: 1_000_000, output: 10_000_000)),
            "gemini-b": ModelPrice(TokenPrices(input: 1_000_000, output: 10_000_000)),
        ]
    )

    /// Holds answers back until something has happened.
    private final class Latch: Sendable {
        private let opened = DispatchSemaphore(value: 0)

        func open() { opened.signal() }

        func wait(then answer: ScriptedHTTPResponse) -> ScriptedHTTPResponse {
            opened.wait()
            opened.signal()
            return answer
        }
    }

    /// A pipeline whose first call is late as soon as it has arrived, or from the beginning.
    private func fixture(
        fallback: [String] = ["gemini-b"],
        late: Duration = late,
        isLateAtOnce: Bool = false,
        spending: Spending? = nil,
        gates: any GateStore = InMemoryGateStore(),
        answer: @escaping @Sendable (_ model: String) -> ScriptedHTTPResponse
    ) throws -> PipelineFixture {
        let fixture = try PipelineFixture(
            prices: Self.prices,
            spending: spending,
            gates: gates,
            answer: { model, clock in
                clock.release()
                return answer(model)
            },
            configure: {
                $0.fallbackModels = fallback
                $0.hedgeAfter = late
                $0.modelTimeout = Self.plenty * 2
            }
        )
        if !isLateAtOnce { fixture.clock.hold(late) }
        return fixture
    }

    private func request(safetyFallback: Bool = false) -> ExtractionRequest {
        var request = ExtractionRequest(files: [Samples.file()], allowsSafetyFallback: safetyFallback)
        request.allowsHedge = true
        return request
    }

    /// What each call of a run was: model, class, and whether it was the second of two.
    private func calls(_ attempts: [ExtractionAttempt]) -> Set<String> {
        Set(attempts.map { "\($0.model) \($0.errorClass?.rawValue ?? "ok")\($0.isHedge ? " hedge" : "")" })
    }

    @Test("The second call wins; the first is cancelled, paid for, and no failure")
    func wins() async throws {
        let store = InMemorySpendStore()
        let fixture = try fixture(spending: Spending(store: store, dayLimit: MicroDollars("10"))) { model in
            model == "gemini-a" ? .hang : Samples.good
        }
        let (outcome, spans) = await fixture.run(request(), within: Self.plenty)
        let result = try outcome.get()
        #expect(result.model.used == "gemini-b" && result.model.fallbackUsed)
        #expect(calls(result.attempts) == ["gemini-a llm.superseded", "gemini-b ok hedge"])
        let loser = try #require(result.attempts.first { !$0.isHedge })
        #expect(loser.kind == "superseded" && loser.usage.prompt > 1_500, "all that was set aside")
        #expect(result.attempts.usageTotal == 120 + loser.usage.total)
        #expect(try await store.days(1).first?.spent.millionths == result.cost)
        #expect(try await store.days(1).first?.reserved.millionths == 0)
        #expect(!spans.contains { $0.isError }, "\(spans.tree)")
        let attempts = spans.all(named: "extraction.attempt")
        #expect(Set(attempts.map { $0.tag("retry.hedge") }) == ["first", "hedge"])
        for attempt in attempts {
            #expect(attempt.tag("retry.hedge_won") == (attempt.tag("retry.hedge") == "hedge" ? "true" : "false"))
            #expect(attempt.parent?.name == "extraction.with_retry")
        }
        #expect(spans.all(named: "llm.call").count == 2)
        #expect(spans.first(named: "extraction.with_retry")?.metric("retry.attempts_used") == 2)
        #expect(spans.first(named: "extraction.with_fallback")?.tag("extraction.fallback_used") == "true")
        let told = result.attempts.map(\.json)
        #expect(told.first { $0["kind"] == "superseded" }?["hedge"] == nil)
        #expect(told.first { $0["kind"] == "ok" }?["hedge"] == true)
    }

    @Test("The first call may still win")
    func loses() async throws {
        let hedged = Latch()
        let fixture = try fixture { model in
            guard model == "gemini-b" else { return hedged.wait(then: Samples.good) }
            hedged.open()
            return .hang
        }
        let (outcome, spans) = await fixture.run(request(), within: Self.plenty)
        let result = try outcome.get()
        #expect(result.model.used == "gemini-a" && !result.model.fallbackUsed)
        #expect(calls(result.attempts) == ["gemini-a ok", "gemini-b llm.superseded hedge"])
        #expect(
            spans.all(named: "extraction.attempt").first { $0.tag("retry.hedge_won") == "true" }?
                .tag("retry.hedge") == "first"
        )
    }

    @Test("When both fail, it is the first call's failure", arguments: [500, 503])
    func bothFail(_ status: Int) async throws {
        let hedged = Latch()
        let fixture = try fixture { model in
            guard model == "gemini-b" else { return hedged.wait(then: Samples.failure(status)) }
            hedged.open()
            return Samples.failure(401)
        }
        let error = try #require(await fixture.run(request(), within: Self.plenty).outcome.error)
        #expect(error.errorClass == (status == 500 ? .server : .capacity))
        #expect(calls(error.attempts).contains("gemini-b llm.auth hedge"))
    }

    @Test("The second call goes on after the first has failed")
    func firstFails() async throws {
        let hedged = Latch()
        let failed = Latch()
        let fixture = try fixture { model in
            guard model == "gemini-b" else {
                defer { failed.open() }
                return hedged.wait(then: Samples.failure(500))
            }
            hedged.open()
            return failed.wait(then: Samples.good.delayed(by: .milliseconds(50)))
        }
        let result = try await fixture.run(request(), within: Self.plenty).outcome.get()
        #expect(result.model.used == "gemini-b")
        #expect(calls(result.attempts).contains("gemini-b ok hedge"))
    }

    @Test("Where the next model may not answer instead, its answer is not waited for", arguments: [false, true])
    func refusal(_ isAllowed: Bool) async throws {
        let hedged = Latch()
        let failed = Latch()
        let fixture = try fixture { model in
            guard model == "gemini-b" else {
                defer { failed.open() }
                return hedged.wait(then: Samples.answer("", finishReason: "SAFETY"))
            }
            hedged.open()
            return isAllowed ? failed.wait(then: Samples.good.delayed(by: .milliseconds(50))) : .hang
        }
        let (outcome, _) = await fixture.run(request(safetyFallback: isAllowed), within: Self.plenty)
        #expect(outcome.error?.errorClass == (isAllowed ? nil : .safetyBlock))
        let attempts = try outcome.error?.attempts ?? outcome.get().attempts
        #expect(calls(attempts).contains(isAllowed ? "gemini-b ok hedge" : "gemini-b llm.superseded hedge"))
    }

    @Test("Without another model the same one is asked")
    func sameModel() async throws {
        let asked = Mutex(0)
        let fixture = try fixture(fallback: []) { _ in
            asked.withLock { asked in
                asked += 1
                return asked == 1 ? .hang : Samples.good
            }
        }
        let result = try await fixture.run(request(), within: Self.plenty).outcome.get()
        #expect(result.model.used == "gemini-a" && !result.model.fallbackUsed)
        #expect(calls(result.attempts) == ["gemini-a llm.superseded", "gemini-a ok hedge"])
    }

    @Test("The deadline ends both")
    func deadline() async throws {
        let fixture = try fixture(fallback: [], isLateAtOnce: true) { _ in .hang }
        let error = try #require(await fixture.run(request(), within: .seconds(1)).outcome.error)
        #expect(error.errorClass == .timeout)
        #expect(calls(error.attempts) == ["gemini-a llm.timeout", "gemini-a llm.timeout hedge"])
    }

    @Test("Without money there is no second call")
    func noMoney() async throws {
        let spending = Spending(store: InMemorySpendStore(), dayLimit: MicroDollars("0.2"))
        let fixture = try fixture(fallback: [], spending: spending) { _ in .hang }
        let error = try #require(await fixture.run(request(), within: .seconds(4)).outcome.error)
        #expect(
            error.attempts.first { !$0.isHedge }?.errorClass == .timeout && error.attempts.count { $0.isHedge } == 1
        )
        #expect(fixture.askedModels.count == error.attempts.count { $0.errorClass == .timeout })
        #expect(calls(error.attempts).isSuperset(of: ["gemini-a llm.timeout", "gemini-a budget.exceeded hedge"]))
    }

    @Test("No second call goes through a closed gate")
    func closedGate() async throws {
        let gates = InMemoryGateStore()
        await gates.close("gemini/gemini-b", for: .seconds(86_400))
        let fixture = try fixture(isLateAtOnce: true, gates: gates) { _ in .hang }
        let error = try #require(await fixture.run(request(), within: .seconds(1)).outcome.error)
        #expect(error.errorClass == .timeout && !fixture.askedModels.contains("gemini-b"))
        #expect(calls(error.attempts).isSuperset(of: ["gemini-a llm.timeout", "gemini-b llm.capacity hedge"]))
    }

    @Test("A cancelled call tells its gate nothing")
    func gateOfLoser() async throws {
        let gates = InMemoryGateStore()
        let fixture = try fixture(gates: gates) { $0 == "gemini-a" ? .hang : Samples.good }
        _ = try await fixture.run(request(), within: Self.plenty).outcome.get()
        #expect(await gates.gates().allSatisfy { $0.failures == 0 && $0.decision == .go })
    }

    @Test("There is one at most")
    func once() async throws {
        let fixture = try fixture { $0 == "gemini-a" ? .hang : Samples.answer("no report") }
        let error = try #require(await fixture.run(request(), within: Self.plenty).outcome.error)
        #expect(error.errorClass == .outputMalformed)
        #expect(error.attempts.filter(\.isHedge).count == 1)
        let unusable = try #require(error.attempts.first { $0.isHedge })
        #expect(unusable.errorClass == .outputMalformed, "it is the call whose answer it was that is marked")
    }

    @Test("An answer in time costs one call, and so does one after which there is time for another, or another run")
    func notLate() async throws {
        let inTime = try PipelineFixture(Samples.good) {
            $0.hedgeAfter = Self.late
            $0.modelTimeout = Self.plenty * 2
        }
        inTime.clock.hold(Self.late)
        #expect(try await inTime.run(request(), within: Self.plenty).outcome.get().attempts.count == 1)
        #expect(inTime.askedModels == ["gemini-a"])
        let hasTime = try fixture { _ in Samples.good }
        #expect(try await hasTime.run(request(), within: Self.plenty * 3).outcome.get().attempts.count == 1)
        #expect(hasTime.clock.sleeps.isEmpty)
        let hasRuns = try fixture { _ in Samples.good }
        let other = ExtractionRequest(files: [Samples.file()])
        #expect(try await hasRuns.run(other, within: Self.plenty).outcome.get().attempts.count == 1)
        #expect(hasRuns.clock.sleeps.isEmpty)
    }

    @Test("None begins when there is no time for its answer")
    func tooLate() async throws {
        let fixture = try fixture(late: .milliseconds(500), isLateAtOnce: true) { _ in .hang }
        let error = try #require(await fixture.run(request(), within: .seconds(1)).outcome.error)
        #expect(error.errorClass == .timeout && !error.attempts.contains { $0.isHedge })
    }
}

extension [ExtractionAttempt] {
    fileprivate var usageTotal: Int { reduce(0) { $0 + $1.usage.total } }
}
