// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization

extension SpanRecord {
    /// Makes a value and adds it to the annotations; after the end nothing happens, and the value is not even made.
    ///
    /// - Parameter add: says how many parts of the value had no room.
    private func change<Value>(_ value: () -> Value, _ add: (inout SpanAnnotations, Value) -> Int) {
        guard !state.withLock({ $0.isEnded }) else { return }
        // Outside the lock: the caller's expressions may be slow, or annotate this span themselves.
        let value = value()
        let refused = state.withLock { state in state.isEnded ? 0 : add(&state.annotations, value) }
        if refused > 0 { client.statistics.dropped(annotations: refused) }
    }

    /// The same for what takes so many bytes; what has no room beside the rest is left out, and counted.
    private func change<Value>(
        _ value: () -> Value,
        size: (Value) -> Int,
        _ add: (inout SpanAnnotations, Value) -> Void
    ) {
        change(value) { annotations, value in
            guard annotations.admits(size(value), maximumBytes: maximumBytes) else { return 1 }
            add(&annotations, value)
            return 0
        }
    }

    /// What is larger would not be sent anyway.
    private var maximumBytes: Int { client.configuration.limits.maximumItemBytes }

    func setInput(_ input: () -> LLMObs.Content) {
        setContent(input) { $0.input = $1 }
    }

    func setOutput(_ output: () -> LLMObs.Content) {
        setContent(output) { $0.output = $1 }
    }

    func setExpectedOutput(_ output: () -> LLMObs.Content) {
        setContent(output) { $0.expectedOutput = $1 }
    }

    /// What would not be sent anyway is not kept until the span ends either.
    private func setContent(
        _ content: () -> LLMObs.Content,
        _ set: (inout SpanAnnotations, LLMObs.Content) -> Void
    ) {
        let captured = { self.client.captured(content()) }
        change(captured) { annotations, content in
            set(&annotations, content.estimatedSize < maximumBytes ? content : SpanAnnotations.oversized)
            return 0
        }
    }

    func setConfiguration(_ configuration: () -> JSONObject) {
        change(configuration, size: \.estimatedSize) { $0.configuration = $1 }
    }

    func setPrompt(_ prompt: () -> LLMObs.Prompt) {
        let prompt = { self.client.captured(prompt()) }
        change(prompt, size: \.estimatedSize) { $0.prompt.update(with: $1) }
    }

    func setAgent(_ agent: () -> LLMObs.AgentManifest) {
        let agent = { self.client.captured(agent()) }
        change(agent, size: \.estimatedSize) { $0.agent = $1 }
    }

    func setToolDefinitions(_ definitions: () -> [LLMObs.ToolDefinition]) {
        change(definitions, size: \.estimatedSize) { $0.toolDefinitions = $1 }
    }

    func addTags(_ tags: () -> [String: String]) {
        change(tags) { annotations, tags in
            guard annotations.admits(tags.estimatedSize, maximumBytes: maximumBytes) else { return tags.count }
            return tags.count { !annotations.addTag($0.key, $0.value) }
        }
    }

    func addMetadata(_ metadata: () -> JSONObject) {
        change(metadata) { annotations, metadata in
            guard annotations.admits(metadata.estimatedSize, maximumBytes: maximumBytes) else { return metadata.count }
            return metadata.count { !annotations.addMetadata($0.key, $0.value) }
        }
    }

    /// Numbers that are not finite are left out.
    func addMetrics(_ metrics: () -> [String: Double]) {
        change(metrics) { annotations, metrics in
            metrics.count { $0.value.isFinite && !annotations.addMetric($0.key, $0.value) }
        }
    }

    func addCostTags(_ names: () -> [String]) {
        change(names) { annotations, names in
            guard !names.isEmpty else { return 0 }
            let tags = origin.tags(over: client.commonTags.tags)
            return names.count { name in
                guard !annotations.costTags.contains(name), tags[name] != nil || annotations.tags[name] != nil
                else { return false }
                return !annotations.addCostTag(name)
            }
        }
    }
}
