// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import ModelClient

extension Composition {
    /// A worker whose models nobody answers for would only collect failures, and so would one whose budgets fit none.
    func router(_ transport: any HTTPTransport, _ gates: SharedGates) throws -> ModelRouter {
        let dayBudget = calls.dayBudget
        let router = ModelRouter(
            routes: try ModelProviders(options: models, transport: transport).routes(),
            prices: try Self.freeModels.overridden(by: models.modelPrices()),
            gates: gates.store,
            configuration: try calls.gates(),
            spending: Spending(store: gates.spending, dayLimit: dayBudget)
        )
        let hasBudget = dayBudget != nil || calls.jobBudget != nil
        for model in [options.model] + options.fallbackModel {
            do throws(ModelError) {
                _ = try router.provider(for: model)
            } catch {
                throw ValidationError("\(error.message); \(ModelProviders.hint)")
            }
            guard !hasBudget || router.price(of: model) != nil else {
                throw ValidationError(
                    "no budget can be kept without a price of \(model): add it with --prices, under the model's own name"
                )
            }
        }
        return router
    }

    /// Our own model asks for no money.
    private static let freeModels = ModelPrices(
        currency: ModelPrices.builtIn.currency,
        models: ["local-model": ModelPrice(TokenPrices(input: 0, output: 0))]
    )
}
