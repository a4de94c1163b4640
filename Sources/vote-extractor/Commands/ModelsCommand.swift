// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import JSON
import ModelClient

/// `vote-extractor models`
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists the models that our keys may use, as their providers tell, with their prices.",
        discussion: """
            Asked is who has a key or a base URL in the environment, see `worker --help`, and the local model. Prices \
            are US dollars for a million tokens.

            Examples:
              GEMINI_API_KEY=… vote-extractor models
              vote-extractor models --provider openai --json | jq -r .model
            """
    )

    @OptionGroup var options: ModelOptions
    @OptionGroup var config: ConfigFileOption

    @Option(help: "Ask only this provider: gemini, vertex, openai, anthropic or local.")
    var provider: String?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() async throws {
        let transport = CurlTransport(logger: .silent)
        let result: Result<Void, any Error>
        do { result = .success(try await list(transport)) } catch { result = .failure(error) }
        await transport.shutdown()
        try result.get()
    }

    private func list(_ transport: any HTTPTransport) async throws {
        let all = ModelRouter(routes: try ModelProviders(options: options, transport: transport).routes()).providers
        let asked = all.filter { provider == nil || $0.name == provider }
        guard !asked.isEmpty else {
            let known = all.map(\.name).joined(separator: ", ")
            throw ValidationError("--provider \(provider ?? "") is not configured; configured: \(known)")
        }
        let prices = try options.modelPrices()
        var lines: [ModelLine] = []
        var failures = 0
        for provider in asked {
            do throws(ModelError) {
                lines += try await provider.models().map { model in
                    ModelLine(provider: provider.name, model: model, price: prices.price(of: model.name))
                }
            } catch {
                failures += 1
                Terminal.complain("\(provider.name): \(error.message)")
            }
        }
        show(lines)
        if failures == asked.count { throw ExitCode.failure }
    }

    private func show(_ lines: [ModelLine]) {
        guard !json else {
            for line in lines { Terminal.print(line.json.serialized()) }
            return
        }
        var table = TextTable([
            ("PROVIDER", .left), ("MODEL", .left), ("MAX IN", .right), ("MAX OUT", .right), ("$ IN", .right),
            ("$ OUT", .right),
        ])
        for line in lines { table.append(line.cells) }
        for line in table.lines { Terminal.print(line) }
    }
}

/// What is shown of one model.
private struct ModelLine {
    let provider: String
    let model: AvailableModel
    let price: ModelPrice?

    private var dollars: (input: Double, output: Double)? {
        price.map { (Double($0.prices.input) / 1e6, Double($0.prices.output) / 1e6) }
    }

    var cells: [String] {
        [
            provider, model.name, model.maximumInputTokens.map { "\($0)" } ?? "-",
            model.maximumOutputTokens.map { "\($0)" } ?? "-", dollars.map { "\($0.input)" } ?? "-",
            dollars.map { "\($0.output)" } ?? "-",
        ]
    }

    var json: JSONValue {
        var object: JSONObject = ["provider": .string(provider), "model": .string(model.name)]
        object["name"] = model.displayName.map { .string($0) }
        object["maximum_input_tokens"] = model.maximumInputTokens.map { .integer(Int64($0)) }
        object["maximum_output_tokens"] = model.maximumOutputTokens.map { .integer(Int64($0)) }
        object["input_usd_per_million"] = dollars.map { .double($0.input) }
        object["output_usd_per_million"] = dollars.map { .double($0.output) }
        return .object(object)
    }
}
