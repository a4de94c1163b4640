// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// A tool that a model may call.
    public struct ToolDefinition: Sendable, Hashable {
        /// By which the model calls it.
        public var name: String
        /// What it is good for.
        public var description: String?
        /// The JSON schema of its arguments.
        public var schema: JSONValue?
        /// The tool's version.
        public var version: String?

        /// A definition.
        public init(name: String, description: String? = nil, schema: JSONValue? = nil, version: String? = nil) {
            self.name = name
            self.description = description
            self.schema = schema
            self.version = version
        }

        var estimatedSize: Int {
            let size = 64 + name.utf8.count + (description?.utf8.count ?? 0) + (version?.utf8.count ?? 0)
            return size + (schema?.estimatedSize ?? 0)
        }

        var json: JSONValue {
            var json: JSONObject = ["name": .string(name)]
            json["description"] = description.map { .string($0) }
            json["schema"] = schema
            json["version"] = version.map { .string($0) }
            return .object(json)
        }
    }
}

extension [LLMObs.ToolDefinition] {
    var estimatedSize: Int { reduce(0) { $0 + $1.estimatedSize } }
}
