// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import Extraction
import Imaging
import JSON
import ModelClient

/// Where models are.
struct ModelAccess: ParsableArguments {
    @Option(help: "Where models named gemini… are (GEMINI_BASE_URL); the key is GEMINI_API_KEY.")
    var geminiURL = Environment["GEMINI_BASE_URL"] ?? "https://generativelanguage.googleapis.com"

    @Option(help: "Where models named local-… are, see `vote-extractor local-model` (LOCAL_MODEL_URL).")
    var localModelURL = Environment["LOCAL_MODEL_URL"] ?? "http://127.0.0.1:8089"

    func router(_ transport: any HTTPTransport) -> ModelRouter {
        let gemini = GeminiProvider(transport: transport, baseURL: geminiURL, apiKey: Environment["GEMINI_API_KEY"])
        let local = GeminiProvider(
            transport: transport,
            baseURL: localModelURL,
            apiKey: nil,
            name: "local",
            vendor: "tesseract"
        )
        return ModelRouter(routes: [
            ModelRoute(.prefix("gemini"), to: gemini), ModelRoute(.prefix("local-"), to: local),
        ])
    }
}
