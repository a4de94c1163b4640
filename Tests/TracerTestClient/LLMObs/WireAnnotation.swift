// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

/// What a span is annotated with at once.
struct WireAnnotation {
    /// Nil if nothing is said about it; what it may be depends on the span's kind.
    let input: JSONValue?
    let output: JSONValue?
    let metadata: JSONObject
    let metrics: [String: Double]
    let tags: [String: String]
    let costTags: [String]
    let prompt: WirePrompt?
    /// Whether the span is named rather than found as the active one.
    let isExplicit: Bool

    init(_ json: JSONValue) throws {
        guard json.objectValue != nil else { throw HTTPError.unusable("an annotation has to be an object") }
        input = json.present("input_data")
        output = json.present("output_data")
        metadata = try json.object("metadata")?.objectValue ?? [:]
        metrics = try Self.metrics(json)
        tags = try json.texts("tags")
        costTags = try json.costTags()
        prompt = try json.object("prompt").map(WirePrompt.init)
        isExplicit = try json.flag("explicit_span")
    }

    private static func metrics(_ json: JSONValue) throws -> [String: Double] {
        var metrics: [String: Double] = [:]
        for (key, value) in try json.object("metrics")?.objectValue ?? [:] {
            guard let number = value.doubleValue else {
                throw HTTPError.unusable("the metric \(key) has to be a number")
            }
            metrics[key] = number
        }
        return metrics
    }
}
