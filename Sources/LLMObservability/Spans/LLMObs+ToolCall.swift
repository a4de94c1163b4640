// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// A call that a model wants to be made.
    public struct ToolCall: Sendable, Hashable {
        /// Which tool.
        public var name: String
        /// With what.
        public var arguments: JSONObject
        /// The id by which a ``ToolResult`` refers to the call.
        public var id: String?
        /// Such as `function`.
        public var type: String?

        /// A call.
        public init(name: String, arguments: JSONObject, id: String? = nil, type: String? = nil) {
            self.name = name
            self.arguments = arguments
            self.id = id
            self.type = type
        }

        var json: JSONValue {
            var json: JSONObject = ["name": .string(name), "arguments": .object(arguments)]
            json["tool_id"] = id.map { .string($0) }
            json["type"] = type.map { .string($0) }
            return .object(json)
        }

        func mappingTexts(_ change: (String) -> String) -> Self {
            var call = self
            call.arguments = arguments.mappingTexts(change)
            return call
        }

        /// The call without what it says: all arguments are one text, since their keys may be out of a document, too.
        var summarized: Self {
            var call = self
            if !arguments.isEmpty {
                call.arguments = ["arguments": .string(ContentSummary.of(JSONValue.object(arguments).text))]
            }
            return call
        }

        var estimatedSize: Int {
            64 + name.utf8.count + (id?.utf8.count ?? 0) + (type?.utf8.count ?? 0) + arguments.estimatedSize
        }
    }

    /// What a called tool gave.
    public struct ToolResult: Sendable, Hashable {
        /// The text.
        public var result: String
        /// Which tool.
        public var name: String?
        /// The call's id.
        public var id: String?
        /// Such as `tool_result`.
        public var type: String?

        /// A result.
        public init(_ result: String, name: String? = nil, id: String? = nil, type: String? = nil) {
            self.result = result
            self.name = name
            self.id = id
            self.type = type
        }

        var json: JSONValue {
            var json: JSONObject = ["result": .string(result)]
            json["name"] = name.map { .string($0) }
            json["tool_id"] = id.map { .string($0) }
            json["type"] = type.map { .string($0) }
            return .object(json)
        }

        var estimatedSize: Int {
            64 + result.utf8.count + (name?.utf8.count ?? 0) + (id?.utf8.count ?? 0) + (type?.utf8.count ?? 0)
        }

        func mappingTexts(_ change: (String) -> String) -> Self {
            var copy = self
            copy.result = change(result)
            return copy
        }
    }
}
