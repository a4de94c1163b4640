// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Extraction
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("Runs within a budget")
struct BudgetTests {
    /// Both models at ten dollars for a million tokens of answer, and a hundredth of that.
    private static let prices = ModelPrices(
        currency: "USD",
        models: [
            "gemini-a": ModelPrice(TokenPrices(input: 1_000_000, output: 10_000_000)),
            "gemini-b": ModelPrice(TokenPrices(input: 10_000, output: 100_000)),
        ]
    )

    private let store = InMemorySpendStore()

    private func fixture(
        _ answers: ScriptedHTTPResponse...,
        day: String? = nil,
        fallback: [String] = []
    ) throws -> PipelineFixture {
        let spending = Spending(store: store, dayLimit: day.flatMap { MicroDollars($0) })
        return try PipelineFixture(answers, prices: Self.prices, spending: spending) { $0.fallbackModels = fallback }
    }

    private func request(budget: String?) -> ExtractionRequest {
        let limit = budget.flatMap { MicroDollars($0) }
        return ExtractionRequest(files: [Samples.file()], budget: limit.map { JobBudget(job: "q/j", limit: $0) })
    }

    @Test("Where the first model is too dear, a cheaper one of the chain is asked")
    func cheaperModel() async throws {
        let fixture = try fixture(Samples.good, day: "0.1", fallback: ["gemini-b"])
        let (outcome, spans) = await fixture.run(request(budget: nil))
        let result = try outcome.get()
        #expect(result.model.used == "gemini-b" && result.model.fallbackUsed)
        #expect(result.attempts.map(\.errorClass) == [.budgetExceeded, nil])
        #expect(fixture.askedModels == ["gemini-b"])
        #expect(spans.first(named: "extraction.with_fallback")?.tag("extraction.primary.error") == "budget.exceeded")
        #expect(spans.all(named: "call_gemini").last?.metric("llm.budget.reserved_usd") ?? 0 > 0)
    }

    @Test("A spent day puts the job off until the next, whatever else failed for a moment does not")
    func nextWindow() async throws {
        let fixture = try fixture(Samples.good, day: "0.2")
        #expect(try await fixture.run(request(budget: nil)).outcome.get().cost == 300)
        // Another replica's call.
        let other = SpendTicket(amount: MicroDollars("0.1")!, dayLimit: nil, job: nil, lifetime: .seconds(60))
        await store.charge(other, SpendCharge(model: "p/m", cost: MicroDollars("0.1")))
        let next = try self.fixture(Samples.failure(500), day: "0.2", fallback: ["gemini-b"])
        let error = try #require(await next.run(request(budget: nil)).outcome.error)
        #expect(error.errorClass == .server, "that passes sooner than a day")
        #expect(error.attempts.first?.errorClass == .budgetExceeded)
        let alone = try #require(await self.fixture(Samples.good, day: "0.2").run(request(budget: nil)).outcome.error)
        #expect(alone.errorClass == .budgetExceeded && alone.isRetriable && !alone.policy.burnsAttempt)
        #expect(alone.retryAfter ?? .zero > .zero && alone.usage == .zero)
    }

    @Test("A job's budget counts all of its runs, and what is beyond it is given up")
    func job() async throws {
        let failing = try fixture(Samples.answer("[", finishReason: "MAX_TOKENS"))
        // Enough for one call, and for one that answers with twice the tokens; not for a third.
        let first = try #require(await failing.run(request(budget: "0.34")).outcome.error)
        #expect(first.errorClass == .truncated && first.attempts.count == 2)
        let spent = try #require(try await store.days(1).first).spent
        #expect(spent.millionths == first.cost, "failed calls cost as well")
        let other = SpendTicket(
            amount: MicroDollars("0.1")!,
            dayLimit: nil,
            job: request(budget: "1").budget,
            lifetime: .seconds(9)
        )
        await store.charge(other, SpendCharge(model: "p/m", cost: MicroDollars("0.3")))
        let second = try fixture(Samples.good)
        let error = try #require(await second.run(request(budget: "0.34")).outcome.error)
        #expect(error.errorClass == .budgetExceeded && !error.isRetriable)
        #expect(second.askedModels.isEmpty)
    }

    @Test("Numbers that disagree are a result when there is no money to ask again")
    func reask() async throws {
        let rich = try await fixture(Samples.good).run(request(budget: "1"))
        let most = try #require(rich.spans.first(named: "call_gemini")?.metric("llm.budget.reserved_usd"))
        let budget = JobBudget(job: "q/other", limit: try #require(MicroDollars(most + 0.0001)))
        let fixture = try fixture(Samples.contradictory)
        let (outcome, _) = await fixture.run(ExtractionRequest(files: [Samples.file()], budget: budget))
        let result = try outcome.get()
        #expect(result.status == .needsReview && fixture.askedModels.count == 1)
        #expect(result.attempts.map(\.errorClass) == [.outputDomain, .budgetExceeded])
    }
}
