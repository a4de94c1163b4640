// SPDX-License-Identifier: Apache-2.0

/// The spans of a trace, or of several, as trees for people.
public struct SpanTree: Sendable {
    /// Tags shown behind a span's duration, if it has them, in this order.
    public var shownTags: [String]
    private let children: [UInt64: [FinishedSpan]]
    private let roots: [FinishedSpan]

    /// Levels that are shown; deeper ones would be no help to people, and a danger to the stack.
    private static let maximumDepth = 200

    /// A tree of these spans, which may come from several processes; a span whose parent is missing is a root.
    public init(spans: [FinishedSpan], shownTags: [String] = []) {
        self.shownTags = shownTags
        // A span may come twice when files overlap.
        let spans = Dictionary(spans.map { ($0.spanID, $0) }, uniquingKeysWith: { first, _ in first })
        var children: [UInt64: [FinishedSpan]] = [:]
        var roots: [FinishedSpan] = []
        for span in spans.values.sorted(by: { ($0.start, $0.spanID) < ($1.start, $1.spanID) }) {
            if let parentID = span.parentID, parentID != span.spanID, spans[parentID] != nil {
                children[parentID, default: []].append(span)
            } else {
                roots.append(span)
            }
        }
        self.children = children
        self.roots = roots
    }

    /// One line for each span: name, resource if it differs, milliseconds, and what went wrong.
    public func rendered() -> String {
        var lines: [String] = []
        for root in roots {
            lines.append(line(root))
            append(children[root.spanID] ?? [], indentation: "", to: &lines)
        }
        return lines.joined(separator: "\n")
    }

    private func append(_ spans: [FinishedSpan], indentation: String, to lines: inout [String]) {
        guard indentation.count < Self.maximumDepth * 3 else { return lines.append(indentation + "…") }
        for (index, span) in spans.enumerated() {
            let isLast = index == spans.count - 1
            lines.append(indentation + (isLast ? "└─ " : "├─ ") + line(span))
            let below = indentation + (isLast ? "   " : "│  ")
            append(children[span.spanID] ?? [], indentation: below, to: &lines)
        }
    }

    private func line(_ span: FinishedSpan) -> String {
        var parts = [span.name]
        if span.resource != span.name { parts.append("(\(span.resource))") }
        parts.append(Self.milliseconds(span.duration))
        if span.isError { parts.append("✗ \(span.meta["error.type"] ?? "error")") }
        for key in shownTags {
            if let value = span.meta[key] ?? span.metrics[key].map(Self.number) { parts.append("\(key)=\(value)") }
        }
        if !span.links.isEmpty {
            parts.append("→ " + span.links.map(\.traceID.hexadecimal).joined(separator: " "))
        }
        return parts.joined(separator: " ")
    }

    private static func milliseconds(_ nanoseconds: Int64) -> String {
        let (whole, rest) = (nanoseconds / 10_000).quotientAndRemainder(dividingBy: 100)
        return "\(whole).\(rest < 10 ? "0" : "")\(rest) ms"
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? String(value)
    }
}
