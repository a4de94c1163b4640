// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

/// A span that a suite asks for, and what is to be done while it is open.
struct WireSpan {
    /// Nil for a plain span of the tracer.
    let kind: Kind?
    let name: String
    let sessionID: String?
    let mlApp: String?
    let modelName: String?
    let modelProvider: String?
    let annotations: [WireAnnotation]
    /// Whether annotations come after the span's end, where there must be none.
    let annotatesAfterEnd: Bool
    let export: Export?

    enum Kind: String {
        case llm, agent, workflow, task, tool, embedding, retrieval
    }

    /// Whether the span itself is exported, or the one that is active.
    enum Export: String {
        case explicit, implicit
    }

    init(_ json: JSONValue) throws {
        kind = try Self.kind(json)
        name = try json.text("name") ?? kind?.rawValue ?? "span"
        sessionID = try json.text("session_id")
        mlApp = try json.text("ml_app")
        modelName = try json.text("model_name")
        modelProvider = try json.text("model_provider")
        annotations = try json.list("annotations").map(WireAnnotation.init)
        annotatesAfterEnd = try json.flag("annotate_after")
        export = try json.text("export_span").map { name in
            guard let export = Export(rawValue: name) else {
                throw HTTPError.unusable("export_span \(name) is neither explicit nor implicit")
            }
            return export
        }
    }

    private static func kind(_ json: JSONValue) throws -> Kind? {
        switch try json.text("sdk") {
        case "tracer": return nil
        case "llmobs":
            guard let name = try json.text("kind") else {
                throw HTTPError.unusable("a span of sdk llmobs needs a kind")
            }
            guard let kind = Kind(rawValue: name) else { throw HTTPError.unusable("there is no kind \(name)") }
            return kind
        case let sdk: throw HTTPError.unusable("sdk \(sdk ?? "null") is neither tracer nor llmobs")
        }
    }
}
