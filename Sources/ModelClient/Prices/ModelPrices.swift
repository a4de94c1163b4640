// SPDX-License-Identifier: Apache-2.0

import JSON

/// What models cost, by name; a model that is not listed has no price.
///
/// The built-in list is `Resources/model-prices.json`, which names the page and the date that its figures are from.
public struct ModelPrices: Sendable, Hashable {
    /// The currency of all prices, such as `USD`.
    public let currency: String
    /// The prices by the name of the model.
    public private(set) var models: [String: ModelPrice]

    /// Makes a list.
    public init(currency: String, models: [String: ModelPrice]) {
        self.currency = currency
        self.models = models
    }

    /// Reads a list in the format of the built-in one; members that are not known are left alone.
    ///
    /// Amounts are decimal texts with at most six places, since numbers in JSON need not be exact. Fails with
    /// ``ErrorClass/badConfig``, naming the model at fault.
    public init(json bytes: [UInt8]) throws(ModelError) {
        guard let file = try? JSONValue(parsing: bytes), file["format"]?.intValue == 1,
            let currency = file["currency"]?.stringValue, let entries = file["models"]?.objectValue
        else {
            throw ModelError(.badConfig, "a list of prices must be JSON with format 1, currency and models")
        }
        self.init(currency: currency, models: [:])
        for (name, entry) in entries {
            guard let price = ModelPrice(entry) else {
                throw ModelError(
                    .badConfig,
                    "the price of \(name.prefix(100)) must have input and output, as texts such as \"0.30\""
                )
            }
            models[name] = price
        }
    }

    /// The prices that come with the library.
    public static let builtIn: ModelPrices = {
        // The file is a part of the library, and a test reads it.
        (try? ModelPrices(json: PackageResources.model_prices_json)) ?? ModelPrices(currency: "USD", models: [:])
    }()

    /// These prices with those of another list in their place or besides; its currency must be the same.
    public func overridden(by other: ModelPrices) throws(ModelError) -> ModelPrices {
        guard currency == other.currency else {
            throw ModelError(.badConfig, "prices in \(currency) cannot be overridden by some in \(other.currency)")
        }
        return ModelPrices(currency: currency, models: models.merging(other.models) { $1 })
    }

    /// The price of a model, or of the model that it is a dated or numbered version of; nil when it is not listed.
    ///
    /// `gemini-2.5-flash-001` and `claude-haiku-4-5-20251001` are versions; `gemini-2.5-flash-lite` is a model of its own.
    public func price(of model: String) -> ModelPrice? {
        var name = Substring(model)
        while true {
            if let price = models[String(name)] { return price }
            guard let dash = name.lastIndex(of: "-") else { return nil }
            let version = name[name.index(after: dash)...]
            guard version.utf8.count >= 2, version.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            name = name[..<dash]
        }
    }

    /// What one call costs, in millionths of ``currency``, rounded up; nil for a model without a price.
    public func cost(of usage: TokenUsage, model: String) -> Int64? {
        price(of: model)?.cost(of: usage)
    }
}

extension ModelPrice {
    fileprivate init?(_ entry: JSONValue) {
        guard let prices = TokenPrices(entry) else { return nil }
        guard let over = entry["over"] else {
            self.init(prices)
            return
        }
        guard let threshold = over["prompt_tokens"]?.intValue, let longPrices = over["prices"].flatMap(TokenPrices.init)
        else { return nil }
        self.init(prices, longPrompt: LongPrompt(overPromptTokens: threshold, prices: longPrices))
    }
}

extension TokenPrices {
    fileprivate init?(_ entry: JSONValue) {
        guard let input = entry["input"].flatMap(Self.amount), let output = entry["output"].flatMap(Self.amount) else {
            return nil
        }
        let cached = entry["cached"].map(Self.amount)
        let thinking = entry["thinking"].map(Self.amount)
        // There, but no amount.
        if case .some(.none) = cached { return nil }
        if case .some(.none) = thinking { return nil }
        self.init(input: input, cached: cached ?? nil, output: output, thinking: thinking ?? nil)
    }

    /// `"0.30"` as 300,000 millionths; a million dollars at most.
    private static func amount(_ value: JSONValue) -> Int64? {
        guard let amount = value.stringValue.flatMap(MicroDollars.init), amount.millionths < 1_000_001_000_000 else {
            return nil
        }
        return amount.millionths
    }
}
