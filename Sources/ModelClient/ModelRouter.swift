// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Tracing

/// Finds the provider of a model by name and makes the call, with its spans.
public struct ModelRouter: Sendable {
    private let routes: [ModelRoute]
    private let prices: ModelPrices
    private let gatekeeper: Gatekeeper?
    private let bookkeeper: Bookkeeper?

    /// Makes a router; the first route that matches a name wins. Without gates every call is made at once.
    public init(routes: [ModelRoute], prices: ModelPrices = .builtIn, spending: Spending? = nil) {
        self.routes = routes
        self.prices = prices
        gatekeeper = nil
        bookkeeper = spending.map { Bookkeeper(spending: $0) }
    }

    /// Makes a router whose calls pass the gates of their models.
    ///
    /// - Parameters:
    ///   - routes: The first that matches a name wins.
    ///   - prices: What models cost, for the cost on spans.
    ///   - gates: Where the gates' state lives; shared by all processes that share the provider's limits.
    ///   - configuration: How fast models may be asked, and how long a call waits for that.
    ///   - spending: What calls may cost, and where that is kept; nil where nobody keeps it.
    ///   - clock: What waiting at a gate is timed with.
    public init(
        routes: [ModelRoute],
        prices: ModelPrices = .builtIn,
        gates: any GateStore,
        configuration: GateConfiguration = GateConfiguration(),
        spending: Spending? = nil,
        clock: any Clock<Duration> = .continuous
    ) {
        self.routes = routes
        self.prices = prices
        gatekeeper = Gatekeeper(store: gates, configuration: configuration, clock: clock)
        bookkeeper = spending.map { Bookkeeper(spending: $0) }
    }

    /// The providers in the order of their routes, each once by name.
    public var providers: [any ModelProvider] {
        var names: Set<String> = []
        return routes.map(\.provider).filter { names.insert($0.name).inserted }
    }

    /// The provider of a model; an unknown name is ``ErrorClass/modelNotFound`` and lists the known ones.
    public func provider(for model: String) throws(ModelError) -> any ModelProvider {
        try found(model).provider
    }

    /// The provider of a model, and what it calls the model.
    private func found(_ model: String) throws(ModelError) -> (provider: any ModelProvider, name: String) {
        for route in routes {
            if let name = route.name(of: model) { return (route.provider, name) }
        }
        let known = routes.isEmpty ? "none" : routes.map(\.label).joined(separator: ", ")
        throw ModelError(
            .modelNotFound,
            "no provider is configured for model \"\(model.prefix(100))\"; known are: \(known)"
        )
    }

    /// What a call to a model costs, in millionths of ``ModelPrices/currency``; nil for a model without a price.
    public func cost(of usage: TokenUsage, model: String) -> Int64? {
        prices.cost(of: usage, model: (try? found(model).name) ?? model)
    }

    /// The price of a model's calls; nil for a model without one.
    public func price(of model: String) -> ModelPrice? {
        prices.price(of: (try? found(model).name) ?? model)
    }

    /// Asks the model once, inside a span named for the tool and an `llm.call` span.
    ///
    /// Both are spans of LLM Observability where that is enabled. With gates it waits for the model's first, as long as
    /// patience allows; with spending it is not made where a budget does not suffice for it. It never asks twice: retries are the caller's, who has the policy of the error's class for them.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let (provider, name) = try found(request.model)
        var request = request
        request.model = name
        return try await LLMObs.tool(provider.toolName) { tool in
            await tool.apmSpan.classifying { () throws(ModelError) in
                tool.describe(request, provider)
                do throws(ModelError) {
                    let response = try await pay(provider, request, tool.apmSpan)
                    tool.apmSpan.attributes["tool.success"] = true
                    return response
                } catch {
                    throw error.told(to: request)
                }
            }
        }.get()
    }

    private func pay(
        _ provider: any ModelProvider,
        _ request: ModelRequest,
        _ tool: any Span
    ) async throws(ModelError) -> ModelResponse {
        guard let bookkeeper else { return try await pass(provider, request, tool) }
        return try await bookkeeper.pass(request, to: provider.name, price: prices.price(of: request.model)) {
            tool.attributes["llm.budget.reserved_usd"] = $0.dollars
        } _: { () async throws(ModelError) in
            try await pass(provider, request, tool)
        }
    }

    private func pass(
        _ provider: any ModelProvider,
        _ request: ModelRequest,
        _ tool: any Span
    ) async throws(ModelError) -> ModelResponse {
        let call = ModelCall(provider: provider, request: request, prices: prices)
        guard let gatekeeper else { return try await call.run() }
        return try await gatekeeper.pass(request, to: provider.name) {
            tool.attributes["llm.gate.wait_seconds"] = $0 / .seconds(1)
        } _: { () async throws(ModelError) in
            try await call.run()
        }
    }
}

extension LLMObs.ToolSpan {
    fileprivate func describe(_ request: ModelRequest, _ provider: any ModelProvider) {
        apmSpan.attributes["tool.name"] = provider.toolName
        apmSpan.attributes["tool.provider"] = provider.name
        apmSpan.attributes["tool.success"] = false
        annotate(input: ["model": .string(request.model), "images": .integer(Int64(request.fileCount))])
    }
}
