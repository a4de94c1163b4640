// SPDX-License-Identifier: Apache-2.0

/// Has money set aside for each call that a budget is for, and tells what the call has cost; never makes a call twice.
struct Bookkeeper: Sendable {
    let spending: Spending

    /// A call may wait at its gate before it takes its own time.
    private static let longestWaitAtGate = Duration.seconds(660)

    /// Makes the call if it fits into the budgets; `reserved` is told what was set aside.
    func pass(
        _ request: ModelRequest,
        to provider: String,
        price: ModelPrice?,
        reserved: (MicroDollars) -> Void,
        _ call: nonisolated(nonsending) () async throws(ModelError) -> ModelResponse
    ) async throws(ModelError) -> ModelResponse {
        let ticket = try await ticket(request, price)
        if ticket.day != nil { reserved(ticket.amount) }
        let model = "\(provider)/\(request.model)"
        do throws(ModelError) {
            let response = try await call()
            await spending.store.charge(ticket, SpendCharge(model, response.usage, price))
            return response
        } catch {
            await spending.store.charge(ticket, SpendCharge(model, error.usage, price))
            throw error
        }
    }

    private func ticket(_ request: ModelRequest, _ price: ModelPrice?) async throws(ModelError) -> SpendTicket {
        var ticket = SpendTicket(
            amount: MicroDollars(millionths: price?.upperCost(of: request) ?? 0),
            dayLimit: spending.dayLimit,
            job: request.budget,
            lifetime: request.timeout + Self.longestWaitAtGate
        )
        guard ticket.dayLimit != nil || ticket.job != nil else { return ticket }
        guard price != nil else { throw .unpriced(request.model) }
        switch try await spending.store.reserve(ticket) {
        case .go(let day): ticket.day = day
        case .exceeded(let scope, let left, let wait): throw .exceeded(scope, ticket, left, wait)
        }
        return ticket
    }
}

extension SpendCharge {
    fileprivate init(_ model: String, _ usage: TokenUsage, _ price: ModelPrice?) {
        guard usage != .zero else {
            self = .nothing
            return
        }
        self.init(model: model, cost: price.map { MicroDollars(millionths: $0.cost(of: usage)) })
    }
}

extension ModelError {
    fileprivate static func unpriced(_ model: String) -> ModelError {
        ModelError(
            .budgetExceeded,
            "not asked: no price of \(model.prefix(100)) is known, so that no budget can be kept; add it to the prices"
        )
    }

    fileprivate static func exceeded(
        _ scope: SpendDecision.Scope,
        _ ticket: SpendTicket,
        _ left: MicroDollars,
        _ wait: Duration?
    ) -> ModelError {
        let what = "not asked: the call may cost \(ticket.amount) US dollars, and of the \(scope.rawValue)'s budget"
        let rest =
            left >= ticket.amount
            ? "the rest is set aside for calls under way" : "\(max(left, MicroDollars(millionths: 0))) are left"
        let mend = scope == .day ? "a day begins at 00:00 UTC" : "raise it, or ask for fewer output tokens"
        return ModelError(.budgetExceeded, "\(what) \(rest); \(mend)", retryAfter: wait)
    }
}
