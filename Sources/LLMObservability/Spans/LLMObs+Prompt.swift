// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObs {
    /// The prompt that a model's input was made from: which one, in which version, with what put in.
    public struct Prompt: Sendable, Hashable {
        /// What is filled in.
        public enum Template: Sendable, Hashable {
            /// One text with `{{variable}}` in it.
            case text(String)
            /// Messages with `{{variable}}` in them.
            case chat([Message])
        }

        /// The name that stays over versions; one made of the application's name if nil.
        public var id: String?
        /// Such as `v3`.
        public var version: String?
        /// Such as `production`.
        public var label: String?
        /// What is filled in.
        public var template: Template?
        /// What was put in for each variable.
        public var variables: [String: String]
        /// Tags of the prompt itself.
        public var tags: [String: String]
        /// Variables that hold what the model is to answer from; `context` if nil.
        public var contextVariables: [String]?
        /// Variables that hold what the model is asked; `question` if nil.
        public var queryVariables: [String]?

        /// A prompt.
        public init(
            id: String? = nil,
            version: String? = nil,
            label: String? = nil,
            template: Template? = nil,
            variables: [String: String] = [:],
            tags: [String: String] = [:],
            contextVariables: [String]? = nil,
            queryVariables: [String]? = nil
        ) {
            self.id = id
            self.version = version
            self.label = label
            self.template = template
            self.variables = variables
            self.tags = tags
            self.contextVariables = contextVariables
            self.queryVariables = queryVariables
        }
    }
}

extension LLMObs.Prompt? {
    /// Takes over what `later` says; what it leaves out stays.
    mutating func update(with later: LLMObs.Prompt) {
        guard var prompt = self else {
            self = later
            return
        }
        prompt.id = later.id ?? prompt.id
        prompt.version = later.version ?? prompt.version
        prompt.label = later.label ?? prompt.label
        prompt.template = later.template ?? prompt.template
        if !later.variables.isEmpty { prompt.variables = later.variables }
        if !later.tags.isEmpty { prompt.tags = later.tags }
        prompt.contextVariables = later.contextVariables ?? prompt.contextVariables
        prompt.queryVariables = later.queryVariables ?? prompt.queryVariables
        self = prompt
    }
}

extension LLMObs.Prompt {
    func json(mlApp: String) -> JSONValue {
        var json: JSONObject = [
            "id": .string(id ?? "\(mlApp)_unnamed-prompt"),
            "ml_app": .string(mlApp),
            "_dd_context_variable_keys": .strings(contextVariables ?? ["context"]),
            "_dd_query_variable_keys": .strings(queryVariables ?? ["question"]),
        ]
        json["version"] = version.map { .string($0) }
        json["label"] = label.map { .string($0) }
        switch template {
        case .text(let text): json["template"] = .string(text)
        case .chat(let messages): json["chat_template"] = .array(messages.map(\.json))
        case nil: break
        }
        if !variables.isEmpty { json["variables"] = .strings(variables) }
        if !tags.isEmpty { json["tags"] = .strings(tags) }
        return .object(json)
    }

    /// The same with each text in it changed: the template, and what was put in for variables.
    public func mappingTexts(_ change: (String) -> String) -> Self {
        var prompt = self
        prompt.variables = variables.mapValues(change)
        switch template {
        case .text(let text): prompt.template = .text(change(text))
        case .chat(let messages): prompt.template = .chat(messages.map { $0.mappingTexts(change) })
        case nil: break
        }
        return prompt
    }

    var estimatedSize: Int {
        var size = 256 + (id?.utf8.count ?? 0) + (version?.utf8.count ?? 0) + (label?.utf8.count ?? 0)
        for name in (contextVariables ?? []) + (queryVariables ?? []) { size += 4 + name.utf8.count }
        for (key, value) in variables { size += 8 + key.utf8.count + value.utf8.count }
        for (key, value) in tags { size += 8 + key.utf8.count + value.utf8.count }
        switch template {
        case .text(let text): size += text.utf8.count
        case .chat(let messages): size += messages.reduce(0) { $0 + $1.estimatedSize }
        case nil: break
        }
        return size
    }
}
