// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient
import Testing

@Suite("What a model turns out not to be able to do")
struct ModelCapabilityTests {
    @Test(
        "A refusal for it says what to do, and nothing that the provider wrote",
        arguments: [
            (
                Dialect.openAI, "Invalid content type. image_url is only supported by certain models.",
                "takes no pictures"
            ),
            (
                .openAI, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
                "shape of a schema"
            ),
            (
                .openAI, "Unsupported parameter: 'reasoning_effort' is not supported with this model.",
                "how much to think"
            ),
            (.openAI, "org/words-7b is not a multimodal model", "takes no pictures"),
            (.gemini, "Image input modality is not enabled for models/gemma-3-1b-it", "takes no pictures"),
            (.gemini, "JSON mode is not enabled for models/gemma-3-27b-it", "shape of a schema"),
            (.anthropic, "this model does not support PDF input", "takes no PDFs"),
        ]
    )
    func told(_ dialect: Dialect, _ words: String, _ expected: String) async {
        let body: JSONValue = [
            "error": [
                "message": .string(words + " SECRET"), "type": "invalid_request_error", "status": "INVALID_ARGUMENT",
            ]
        ]
        let transport = ScriptedTransport(status: 400, text: body.text)
        await #expect { _ = try await dialect.provider(transport).generate(.question) } throws: {
            guard let error = $0 as? ModelError else { return false }
            return error.errorClass == .badConfig && error.message.contains(expected)
                && !error.message.contains("SECRET")
        }
    }
}
