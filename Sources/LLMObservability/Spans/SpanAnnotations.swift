// SPDX-License-Identifier: Apache-2.0

import JSON

/// What a span was annotated with.
struct SpanAnnotations: Sendable {
    var input: LLMObs.Content?
    var output: LLMObs.Content?
    var expectedOutput: LLMObs.Content?
    /// Of an experiment's task.
    var configuration = JSONObject()
    var prompt: LLMObs.Prompt?
    var toolDefinitions: [LLMObs.ToolDefinition] = []
    var metadata = JSONObject()
    var metrics: [String: Double] = [:]
    var tags: [String: String] = [:]
    var costTags: [String] = []
    var agent: LLMObs.AgentManifest?
    /// Bytes added beside input and output since they were last counted.
    private var addedBytes = 0

    /// Tags, metrics, members of metadata and names of cost tags, each; as many as the tracer's spans keep.
    static let maximumEntries = 1_024

    init() {}

    /// Whether a content was too large to be kept: then neither input nor output is sent.
    var isOversized: Bool { input == Self.oversized || output == Self.oversized || expectedOutput == Self.oversized }

    /// In place of a content that would not be sent anyway.
    static let oversized = LLMObs.Content.value(.string(SpanEvent.dropped))

    /// Whether there is room for so many bytes beside input and output.
    mutating func admits(_ bytes: Int, maximumBytes: Int) -> Bool {
        // What was replaced counts no more.
        if addedBytes + bytes > maximumBytes { addedBytes = sizeBesideContent }
        guard addedBytes + bytes <= maximumBytes else { return false }
        addedBytes += bytes
        return true
    }

    /// Adds a tag if there is room for another one.
    mutating func addTag(_ key: String, _ value: String) -> Bool {
        guard tags.count < Self.maximumEntries || tags[key] != nil else { return false }
        tags[key] = value
        return true
    }

    mutating func addMetric(_ key: String, _ value: Double) -> Bool {
        guard metrics.count < Self.maximumEntries || metrics[key] != nil else { return false }
        metrics[key] = value
        return true
    }

    mutating func addMetadata(_ key: String, _ value: JSONValue) -> Bool {
        guard metadata.count < Self.maximumEntries || metadata[key] != nil else { return false }
        metadata[key] = value
        return true
    }

    mutating func addCostTag(_ name: String) -> Bool {
        guard costTags.count < Self.maximumEntries else { return false }
        costTags.append(name)
        return true
    }

    /// About how many bytes all takes as JSON; texts are counted without escapes.
    var estimatedSize: Int {
        var size = (input?.estimatedSize ?? 0) + (output?.estimatedSize ?? 0)
        size += (expectedOutput?.estimatedSize ?? 0) + configuration.estimatedSize
        return size + sizeBesideContent
    }

    private var sizeBesideContent: Int {
        var size = (prompt?.estimatedSize ?? 0) + metadata.estimatedSize + (agent?.estimatedSize ?? 0)
        size += tags.estimatedSize + metrics.count * 40
        for name in costTags { size += name.utf8.count + 4 }
        return size + toolDefinitions.estimatedSize
    }
}

extension [String: String] {
    var estimatedSize: Int { reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 4 } }
}
