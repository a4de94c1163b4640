// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What every span that starts inside ``LLMObs/annotating(name:tags:costTags:prompt:_:)-(_,_,_,()->Value)`` is annotated with.
struct AnnotationScope: Sendable {
    var name: String?
    var tags: [String: String] = [:]
    var costTags: [String] = []
    var prompt: LLMObs.Prompt?

    func annotations<Kind: LLMObsSpanKind>(of kind: Kind.Type) -> SpanAnnotations {
        var annotations = SpanAnnotations()
        annotations.tags = tags
        if kind is any MessageKind.Type { annotations.prompt = prompt }
        return annotations
    }

    func costTags<Kind: LLMObsSpanKind>(of kind: Kind.Type) -> [String] {
        kind is any ModelKind.Type ? costTags : []
    }
}

enum AnnotationScopeKey: ServiceContextKey {
    typealias Value = AnnotationScope
    static var nameOverride: String? { "llmobs-annotations" }
}

extension LLMObs {
    /// Annotates every span that starts inside `body`, at any depth; inner calls add to outer ones and win over them.
    ///
    /// - Parameters:
    ///   - name: in place of the spans' own names.
    ///   - tags: of all spans.
    ///   - costTags: of calls of models: tags that their spans have from the start, by which costs are to be told apart.
    ///   - prompt: of calls of language models.
    public static func annotating<Value, Failure: Error>(
        name: String? = nil,
        tags: [String: String] = [:],
        costTags: [String] = [],
        prompt: Prompt? = nil,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let context = annotated(name, tags, costTags, prompt)
        let result = ServiceContext.$current.withValue(context) { () -> Result<Value, Failure> in
            do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// The same for asynchronous code; runs where the caller runs.
    nonisolated(nonsending) public static func annotating<Value, Failure: Error>(
        name: String? = nil,
        tags: [String: String] = [:],
        costTags: [String] = [],
        prompt: Prompt? = nil,
        _ body: nonisolated(nonsending) () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let context = annotated(name, tags, costTags, prompt)
        let result = await ServiceContext.$current.withValue(context) { () async -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func annotated(
        _ name: String?,
        _ tags: [String: String],
        _ costTags: [String],
        _ prompt: Prompt?
    ) -> ServiceContext {
        var context = ServiceContext.current ?? .topLevel
        var scope = context[AnnotationScopeKey.self] ?? AnnotationScope()
        scope.name = name ?? scope.name
        scope.tags.merge(tags) { $1 }
        scope.costTags += costTags
        if let prompt { scope.prompt.update(with: prompt) }
        context[AnnotationScopeKey.self] = scope
        return context
    }
}
