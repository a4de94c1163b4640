// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ModelClient

/// Where models are, and what they cost. Keys come from the environment only.
struct ModelOptions: ParsableArguments {
    @Option(help: "Where models named gemini… are (GEMINI_BASE_URL); the key is GEMINI_API_KEY or GOOGLE_API_KEY.")
    var geminiURL: String?

    @Option(
        help: """
            The project that pays for Vertex AI (GOOGLE_CLOUD_PROJECT); default: that of the service account in the file \
            that GOOGLE_APPLICATION_CREDENTIALS names. Without that file, GCE_METADATA_HOST, such as \
            metadata.google.internal, has the machine's own account used.
            """
    )
    var vertexProject: String?

    @Option(help: "The region of Vertex AI (GOOGLE_CLOUD_LOCATION).")
    var vertexLocation = Settings.vertexLocation.value

    @Option(help: "Where Vertex AI is, if not where its region is (VERTEX_BASE_URL).")
    var vertexURL: String?

    @Option(help: "Where models named gpt…, o1… or openai:NAME are, /v1 included (OPENAI_BASE_URL); OPENAI_API_KEY.")
    var openaiURL: String?

    @Option(help: "Where models named claude… or anthropic:NAME are (ANTHROPIC_BASE_URL); ANTHROPIC_API_KEY.")
    var anthropicURL: String?

    @Option(help: "Where models named local-… are, see `vote-extractor local-model` (LOCAL_MODEL_URL).")
    var localModelURL = Settings.localModelURL.value

    @Option(help: "A JSON file with prices of models, over the built-in ones (VOTE_EXTRACTOR_PRICES).")
    var prices: String?

    /// The built-in prices, and the operator's over them.
    func modelPrices() throws -> ModelPrices {
        guard let prices = prices ?? Settings.prices.value else { return .builtIn }
        guard let file = FileManager.default.contents(atPath: prices) else {
            throw ValidationError("--prices \(prices): there is no such file, or it cannot be read")
        }
        do {
            return try ModelPrices.builtIn.overridden(by: try ModelPrices(json: Array(file)))
        } catch {
            throw ValidationError("--prices \(prices): \(error.message)")
        }
    }
}
