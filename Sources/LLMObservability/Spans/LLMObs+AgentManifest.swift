// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObs {
    /// What an agent is told and can do.
    public struct AgentManifest: Sendable, Hashable {
        /// A tool of the agent.
        public struct Tool: Sendable, Hashable {
            /// Its name.
            public var name: String
            /// What it is good for.
            public var description: String?
            /// Its parameters by name.
            public var parameters: JSONValue?

            /// A tool.
            public init(name: String, description: String? = nil, parameters: JSONValue? = nil) {
                self.name = name
                self.description = description
                self.parameters = parameters
            }

            var estimatedSize: Int {
                64 + name.utf8.count + (description?.utf8.count ?? 0) + (parameters?.estimatedSize ?? 0)
            }

            var json: JSONValue {
                var json: JSONObject = ["name": .string(name)]
                json["description"] = description.map { .string($0) }
                json["parameters"] = parameters
                return .object(json)
            }
        }

        /// The agent's name; that of the span if nil.
        public var name: String?
        /// The agent's version; the tag `agent_version`.
        public var version: String?
        /// What it is told; a size and a hash are sent in its place while contents are not captured.
        public var instructions: String?
        /// Which model it asks.
        public var model: String?
        /// What it can do.
        public var tools: [Tool]

        /// A manifest.
        public init(
            name: String? = nil,
            version: String? = nil,
            instructions: String? = nil,
            model: String? = nil,
            tools: [Tool] = []
        ) {
            self.name = name
            self.version = version
            self.instructions = instructions
            self.model = model
            self.tools = tools
        }

        var estimatedSize: Int {
            var size = 128 + (name?.utf8.count ?? 0) + (version?.utf8.count ?? 0) + (model?.utf8.count ?? 0)
            size += instructions?.utf8.count ?? 0
            return tools.reduce(size) { $0 + $1.estimatedSize }
        }

        func json(spanName: String) -> JSONValue {
            var json: JSONObject = ["framework": "manual", "name": .string(name ?? spanName)]
            json["instructions"] = instructions.map { .string($0) }
            json["model"] = model.map { .string($0) }
            if !tools.isEmpty { json["tools"] = .array(tools.map(\.json)) }
            return .object(json)
        }
    }
}
