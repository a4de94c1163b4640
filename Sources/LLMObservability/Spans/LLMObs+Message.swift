// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObs {
    /// What one side said in a talk with a model.
    public struct Message: Sendable, Hashable {
        /// `system`, `user`, `assistant`, `tool` …; may be empty.
        public var role: String
        /// The text; may be empty.
        public var content: String
        /// Tools that the model wants to be called.
        public var toolCalls: [ToolCall]
        /// What called tools gave.
        public var toolResults: [ToolResult]
        /// Pictures that belong to the message.
        public var images: [MediaPart]
        /// Sounds that belong to the message.
        public var audio: [MediaPart]

        /// A message.
        public init(
            role: String = "",
            _ content: String = "",
            toolCalls: [ToolCall] = [],
            toolResults: [ToolResult] = [],
            images: [MediaPart] = [],
            audio: [MediaPart] = []
        ) {
            self.role = role
            self.content = content
            self.toolCalls = toolCalls
            self.toolResults = toolResults
            self.images = images
            self.audio = audio
        }

        /// From whoever set the model up.
        public static func system(_ content: String) -> Self { Self(role: "system", content) }
        /// From whoever asks.
        public static func user(_ content: String) -> Self { Self(role: "user", content) }
        /// From the model.
        public static func assistant(_ content: String, toolCalls: [ToolCall] = []) -> Self {
            Self(role: "assistant", content, toolCalls: toolCalls)
        }
    }
}

extension LLMObs.Message: ExpressibleByStringLiteral {
    /// A text without a role.
    public init(stringLiteral content: String) {
        self.init(content)
    }
}

extension LLMObs.Message {
    var json: JSONValue {
        var json: JSONObject = ["content": .string(content), "role": .string(role)]
        if !toolCalls.isEmpty { json["tool_calls"] = .array(toolCalls.map(\.json)) }
        if !toolResults.isEmpty { json["tool_results"] = .array(toolResults.map(\.json)) }
        if !images.isEmpty { json["image_parts"] = .array(images.map(\.json)) }
        if !audio.isEmpty { json["audio_parts"] = .array(audio.map(\.json)) }
        return .object(json)
    }

    /// The message with sizes and hashes in place of its texts.
    var summarized: Self {
        var message = mappingTexts(ContentSummary.of)
        message.toolCalls = toolCalls.map(\.summarized)
        return message
    }

    /// The message with each text in it changed; arguments of calls are texts, too.
    func mappingTexts(_ change: (String) -> String) -> Self {
        var message = self
        if !content.isEmpty { message.content = change(content) }
        message.toolCalls = toolCalls.map { $0.mappingTexts(change) }
        message.toolResults = toolResults.map { $0.mappingTexts(change) }
        message.images = images.map { $0.mappingTexts(change) }
        message.audio = audio.map { $0.mappingTexts(change) }
        return message
    }

    var estimatedSize: Int {
        var size = 32 + role.utf8.count + content.utf8.count
        for call in toolCalls { size += call.estimatedSize }
        for result in toolResults { size += result.estimatedSize }
        for part in images { size += part.estimatedSize }
        for part in audio { size += part.estimatedSize }
        return size
    }
}
