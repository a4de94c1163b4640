// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

/// A tree of spans and annotation contexts, as a suite describes it.
indirect enum TraceStructure {
    case annotationContext(WireAnnotationContext, [TraceStructure])
    case span(WireSpan, [TraceStructure])

    init(_ json: JSONValue) throws {
        guard json.objectValue != nil else { throw HTTPError.unusable("the structure of a trace has to be an object") }
        let children = try json.list("children").map(TraceStructure.init)
        switch try json.text("type") {
        case "annotation_context": self = .annotationContext(try WireAnnotationContext(json), children)
        case "span", nil: self = .span(try WireSpan(json), children)
        case let type?: throw HTTPError.unusable("type \(type) is neither span nor annotation_context")
        }
    }
}

/// What every span inside is annotated with.
struct WireAnnotationContext {
    let name: String?
    let tags: [String: String]
    let costTags: [String]
    let prompt: WirePrompt?

    init(_ json: JSONValue) throws {
        name = try json.text("name")
        tags = try json.texts("tags")
        costTags = try json.costTags()
        prompt = try json.object("prompt").map(WirePrompt.init)
    }
}
