// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Finds the provider of a model by name and makes the call, with its spans.
public struct ModelRouter: Sendable {
    private let routes: [ModelRoute]
    private let gatekeeper: Gatekeeper?

    /// Makes a router; the first route that matches a name wins. Without gates every call is made at once.
    public init(routes: [ModelRoute]) {
        self.routes = routes
        gatekeeper = nil
    }

    /// Makes a router whose calls pass the gates of their models.
    ///
    /// - Parameters:
    ///   - routes: The first that matches a name wins.
    ///   - gates: Where the gates' state lives; shared by all processes that share the provider's limits.
    ///   - configuration: How fast models may be asked, and how long a call waits for that.
    ///   - clock: What waiting at a gate is timed with.
    public init(
        routes: [ModelRoute],
        gates: any GateStore,
        configuration: GateConfiguration = GateConfiguration(),
        clock: any Clock<Duration> = .continuous
    ) {
        self.routes = routes
        gatekeeper = Gatekeeper(store: gates, configuration: configuration, clock: clock)
    }

    /// The providers in the order of their routes, each once by name.
    public var providers: [any ModelProvider] {
        var names: Set<String> = []
        return routes.map(\.provider).filter { names.insert($0.name).inserted }
    }

    /// The provider of a model; an unknown name is ``ErrorClass/modelNotFound`` and lists the known ones.
    public func provider(for model: String) throws(ModelError) -> any ModelProvider {
        guard let route = routes.first(where: { $0.matches(model) }) else {
            let known = routes.isEmpty ? "none" : routes.map(\.label).joined(separator: ", ")
            throw ModelError(
                .modelNotFound,
                "no provider is configured for model \"\(model.prefix(100))\"; known are: \(known)"
            )
        }
        return route.provider
    }

    /// Asks the model once, inside a span named for the tool and an `llm.call` span.
    ///
    /// With gates it waits for the model's first, as long as patience allows. It never asks twice: retries are the
    /// caller's, who has the policy of the error's class for them.
    public func generate(_ request: ModelRequest) async throws(ModelError) -> ModelResponse {
        let provider = try provider(for: request.model)
        return try await withClassifiedSpan(provider.toolName) { tool throws(ModelError) in
            tool.attributes["tool.name"] = provider.toolName
            tool.attributes["tool.provider"] = provider.name
            tool.attributes["tool.success"] = false
            let response = try await pass(provider, request, tool)
            tool.attributes["tool.success"] = true
            return response
        }
    }

    private func pass(
        _ provider: any ModelProvider,
        _ request: ModelRequest,
        _ tool: any Span
    ) async throws(ModelError) -> ModelResponse {
        guard let gatekeeper else { return try await call(provider, request) }
        return try await gatekeeper.pass(request, to: provider.name) {
            tool.attributes["llm.gate.wait_seconds"] = $0 / .seconds(1)
        } _: { () async throws(ModelError) in
            try await call(provider, request)
        }
    }

    private func call(
        _ provider: any ModelProvider,
        _ request: ModelRequest
    ) async throws(ModelError) -> ModelResponse {
        try await withClassifiedSpan("llm.call") { span throws(ModelError) in
            span.describe(request, provider)
            do throws(ModelError) {
                let response = try await provider.generate(request)
                span.attributes["tool.success"] = true
                span.describe(response.usage, finishReason: response.finishReason)
                return response
            } catch {
                span.describe(error.usage, finishReason: error.finishReason)
                throw error
            }
        }
    }
}

extension Span {
    fileprivate func describe(_ request: ModelRequest, _ provider: any ModelProvider) {
        attributes["tool.name"] = provider.toolName
        attributes["tool.provider"] = provider.name
        attributes["tool.success"] = false
        attributes["llm.model_name"] = request.model
        attributes["llm.model_provider"] = provider.vendor
        attributes["llm.provider"] = provider.name
        attributes["llm.temperature"] = String(request.sampling.temperature)
        attributes["llm.max_tokens"] = String(request.sampling.maximumOutputTokens)
        attributes["llm.input_images"] = request.fileCount
    }

    fileprivate func describe(_ usage: TokenUsage, finishReason: String?) {
        if let finishReason {
            attributes["llm.finish_reason"] = finishReason
        }
        guard usage != .zero else { return }
        attributes["llm.tokens.prompt"] = usage.prompt
        attributes["llm.tokens.completion"] = usage.completion
        attributes["llm.tokens.total"] = usage.total
        if usage.cached > 0 { attributes["llm.tokens.cached"] = usage.cached }
        if usage.thinking > 0 { attributes["llm.tokens.thinking"] = usage.thinking }
    }
}
