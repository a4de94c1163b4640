// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

/// OpenAI's chat completions, by the same reader and with the same faults.
extension GenerateContentRoute {
    func addChat(to router: Router<LocalModelContext>) {
        router.get("v1/models") { _, _ in Self.response(200, Self.modelList) }
        router.post("v1/chat/completions") { request, context in
            await answering({ $0.openAIJSON }) { try await chat(request, context) }
        }
    }

    private static let modelList: JSONValue = [
        "object": "list",
        "data": [["id": "local-model", "object": "model", "created": 0, "owned_by": "tesseract"]],
    ]

    private func chat(_ request: Request, _ context: LocalModelContext) async throws -> Response {
        let call = try ChatCompletionRequest(try await json(of: request))
        let injected = faults.next(for: call.model)
        if let early = try await refusal(injected, context) { return early }
        let answer = FaultyResponse(injected).spoiled(try await answer(to: call.question, model: call.model))
        let completion = ChatCompletionResponse(answer: answer, request: call)
        let body = call.isStreamed ? completion.eventStream : completion.json.serialized()
        return FaultyResponse(injected).response(body, streamed: call.isStreamed)
    }
}
