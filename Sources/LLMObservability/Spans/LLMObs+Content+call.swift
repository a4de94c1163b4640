// SPDX-License-Identifier: Apache-2.0

import JSON

extension LLMObs.Content {
    /// The arguments of a function, by name.
    init<Kind: LLMObsSpanKind>(arguments: JSONObject, of kind: Kind.Type) {
        let value = JSONValue.object(arguments)
        switch kind {
        case is any MessageKind.Type: self = .messages([.user(value.text)])
        case is any DocumentInputKind.Type: self = .documents([LLMObs.Document(value.text)])
        default: self = .value(value)
        }
    }

    /// What a function returned; nil if that is nil.
    init?<Kind: LLMObsSpanKind>(returned any: Any, of kind: Kind.Type) {
        switch (any, kind) {
        case (let messages as [LLMObs.Message], is any MessageKind.Type): self = .messages(messages)
        case (let message as LLMObs.Message, is any MessageKind.Type): self = .messages([message])
        case (let documents as [LLMObs.Document], is any DocumentOutputKind.Type): self = .documents(documents)
        case (let document as LLMObs.Document, is any DocumentOutputKind.Type): self = .documents([document])
        default: self.init(described: LLMObs.value(of: any), of: kind)
        }
    }

    private init?<Kind: LLMObsSpanKind>(described value: JSONValue, of kind: Kind.Type) {
        guard value != .null else { return nil }
        switch kind {
        case is any MessageKind.Type: self = .messages([LLMObs.Message(value.annotationText)])
        case is any DocumentOutputKind.Type:
            self = .documents((value.arrayValue ?? [value]).map { LLMObs.Document($0.annotationText) })
        default: self = .value(value)
        }
    }
}
