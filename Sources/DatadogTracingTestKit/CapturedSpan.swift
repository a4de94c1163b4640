// SPDX-License-Identifier: Apache-2.0

public import DatadogTracing

/// A finished span among the others of its trace.
@dynamicMemberLookup
public struct CapturedSpan: Sendable, CustomStringConvertible {
    /// The span as it goes to the agent; its fields can be read from the captured span directly.
    public let finished: FinishedSpan
    private let trace: [FinishedSpan]

    static func all(of spans: [FinishedSpan]) -> [CapturedSpan] {
        let ordered = spans.sorted { $0.start < $1.start }
        return ordered.map { CapturedSpan(finished: $0, trace: ordered) }
    }

    private init(finished: FinishedSpan, trace: [FinishedSpan]) {
        self.finished = finished
        self.trace = trace
    }

    /// A field of the span, such as `name`, `resource`, `service`, `links`.
    public subscript<Value>(dynamicMember member: KeyPath<FinishedSpan, Value>) -> Value {
        finished[keyPath: member]
    }

    /// The text of a tag, or nil.
    public func tag(_ key: String) -> String? { finished.meta[key] }

    /// The value of a metric, or nil.
    public func metric(_ key: String) -> Double? { finished.metrics[key] }

    /// Whether the error flag is set.
    public var isError: Bool { finished.isError }

    /// The span above, if it was captured.
    public var parent: CapturedSpan? {
        trace.first { $0.spanID == finished.parentID }.map { CapturedSpan(finished: $0, trace: trace) }
    }

    /// The spans right below, in the order of their starts.
    public var children: [CapturedSpan] {
        trace.filter { $0.parentID == finished.spanID }.map { CapturedSpan(finished: $0, trace: trace) }
    }

    /// The spans below at any depth, in the order of their starts.
    public var descendants: [CapturedSpan] {
        let children = Dictionary(grouping: trace, by: \.parentID)
        var seen: Set<UInt64> = [finished.spanID]
        var open = [finished.spanID]
        while let id = open.popLast() {
            // A span that is its own parent, or above it, is found once.
            for child in children[id] ?? [] where seen.insert(child.spanID).inserted { open.append(child.spanID) }
        }
        seen.remove(finished.spanID)
        return trace.filter { seen.contains($0.spanID) }.map { CapturedSpan(finished: $0, trace: trace) }
    }

    /// The first span right below of this name.
    public func child(named name: String) -> CapturedSpan? {
        children.first { $0.finished.name == name }
    }

    /// The tree below the span, for the message of a failing expectation.
    public var tree: String {
        SpanTree(spans: [finished] + descendants.map(\.finished)).rendered()
    }

    /// The same as ``tree``.
    public var description: String { tree }
}

extension Sequence<CapturedSpan> {
    /// The first span of this name.
    public func first(named name: String) -> CapturedSpan? {
        first { $0.finished.name == name }
    }

    /// The spans of this name, in order.
    public func all(named name: String) -> [CapturedSpan] {
        filter { $0.finished.name == name }
    }

    /// All spans as trees, for the message of a failing expectation.
    public var tree: String {
        SpanTree(spans: map(\.finished)).rendered()
    }
}
