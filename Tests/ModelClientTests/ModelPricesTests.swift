// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import ModelClient
import TestSupport
import Testing

@Suite("What calls cost")
struct ModelPricesTests {
    @Test("The built-in list is readable and names the source of each price")
    func builtIn() throws {
        #expect(ModelPrices.builtIn.currency == "USD")
        #expect(ModelPrices.builtIn.models.count > 15)
        let path = PackageRoot.path + "/Sources/ModelClient/Resources/model-prices.json"
        let file = try JSONValue(parsing: Array(Data(contentsOf: URL(filePath: path))))
        for (name, entry) in file["models"]?.objectValue ?? [:] {
            let source = entry["source"]?.stringValue.flatMap { file["sources"]?[$0] }
            #expect(source?["page"]?.stringValue?.hasPrefix("https://") == true, "\(name)")
            #expect(source?["read"]?.stringValue?.count == 10, "\(name)")
        }
        let flash = try #require(ModelPrices.builtIn.price(of: "gemini-2.5-flash"))
        #expect(flash.prices == TokenPrices(input: 300_000, output: 2_500_000))
        for (name, price) in ModelPrices.builtIn.models {
            #expect(price.prices.cached <= price.prices.input, "\(name)")
            #expect(price.prices.input < price.prices.output, "\(name)")
        }
    }

    @Test(
        "Versions have the price of their model, other models none",
        arguments: [
            ("gemini-2.5-flash-001", "gemini-2.5-flash"), ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
            ("gpt-4.1-mini-2025-04-14", "gpt-4.1-mini"), ("gemini-2.5-flash-lite", "gemini-2.5-flash-lite"),
        ]
    )
    func versions(_ model: String, _ listed: String) throws {
        #expect(ModelPrices.builtIn.price(of: model) == ModelPrices.builtIn.models[listed])
        #expect(ModelPrices.builtIn.price(of: model) != nil)
    }

    @Test(arguments: ["gemini-2.5-flash-image", "gemini", "local-model", "", "gpt-4.1-mini-preview", "2025"])
    func unknown(_ model: String) {
        #expect(ModelPrices.builtIn.cost(of: TokenUsage(prompt: 1), model: model) == nil)
    }

    @Test(
        "Costs are exact and rounded up once",
        arguments: [
            (TokenUsage(), 0), (TokenUsage(prompt: 1), 1), (TokenUsage(prompt: 10), 3), (TokenUsage(prompt: 11), 4),
            (TokenUsage(prompt: 1_000_000, completion: 1_000_000), 2_800_000),
            (TokenUsage(prompt: 100, cached: 40), 20), (TokenUsage(completion: 2, thinking: 3), 14),
            (TokenUsage(prompt: 5, cached: 50), 1),
            (TokenUsage(prompt: 1_000_000_000, completion: 1_000_000_000, thinking: 1_000_000_000), 5_800_000_000),
        ] as [(TokenUsage, Int64)]
    )
    func costs(_ usage: TokenUsage, _ expected: Int64) {
        let price = ModelPrice(TokenPrices(input: 300_000, cached: 30_000, output: 2_500_000, thinking: 3_000_000))
        #expect(price.cost(of: usage) == expected)
    }

    @Test("A long question changes the prices of the whole call, from the first token above its bound")
    func longPrompts() {
        let long = ModelPrice.LongPrompt(
            overPromptTokens: 200_000,
            prices: TokenPrices(input: 2_500_000, output: 15_000_000)
        )
        let price = ModelPrice(TokenPrices(input: 1_250_000, output: 10_000_000), longPrompt: long)
        #expect(price.cost(of: TokenUsage(prompt: 200_000, completion: 100)) == 251_000)
        #expect(price.cost(of: TokenUsage(prompt: 200_001, completion: 100)) == 501_503)
    }

    @Test("No sum is too large")
    func overflow() {
        let price = ModelPrice(TokenPrices(input: .max, output: .max))
        #expect(price.cost(of: TokenUsage(prompt: 1_000_000_000, completion: 1_000_000_000)) == .max)
    }

    @Test("A list of one's own goes before the built-in one")
    func overriding() throws {
        let text = """
            {"format":1,"currency":"USD","models":{"gemini-2.5-flash":{"input":"0","output":"1.000001","comment":"free"},
            "mine":{"input":"7","output":"8","cached":"0.5","thinking":"9",
            "over":{"prompt_tokens":10,"prices":{"input":"14","output":"16"}}}}}
            """
        let prices = try ModelPrices.builtIn.overridden(by: ModelPrices(json: Array(text.utf8)))
        #expect(prices.price(of: "gemini-2.5-flash")?.prices == TokenPrices(input: 0, output: 1_000_001))
        #expect(
            prices.price(of: "mine")
                == ModelPrice(
                    TokenPrices(input: 7_000_000, cached: 500_000, output: 8_000_000, thinking: 9_000_000),
                    longPrompt: .init(overPromptTokens: 10, prices: TokenPrices(input: 14_000_000, output: 16_000_000))
                )
        )
        #expect(prices.price(of: "gemini-2.5-pro") != nil)
        #expect(throws: ModelError.self) {
            _ = try ModelPrices.builtIn.overridden(by: ModelPrices(currency: "EUR", models: [:]))
        }
    }

    @Test(
        "A price that is no exact amount is refused, with the model's name",
        arguments: ["0.1234567", "-1", "1e3", "", ".", "1.2.3", " 1", "1000001", "٣"]
    )
    func amounts(_ amount: String) {
        let list: JSONValue = [
            "format": 1, "currency": "USD", "models": ["mine": ["input": .string(amount), "output": "1"]],
        ]
        #expect { _ = try ModelPrices(json: list.serialized()) } throws: {
            ($0 as? ModelError)?.errorClass == .badConfig && ($0 as? ModelError)?.message.contains("mine") == true
        }
    }
}
