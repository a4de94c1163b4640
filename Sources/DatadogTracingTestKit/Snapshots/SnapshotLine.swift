// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import JSON

/// A span as one line of a tree.
struct SnapshotLine: Sendable {
    private let depth: Int
    private let isLast: Bool
    private let title: String
    private let fields: JSONObject

    init(_ place: SnapshotTrace.Place) {
        let span = place.span.span
        depth = place.depth
        isLast = place.isLast
        fields = place.span.fields
        var parts = [span.name]
        if let resource = fields["resource"]?.stringValue, resource != span.name { parts.append("(\(resource))") }
        if span.isError { parts.append("✗ \(fields["meta"]?["error.type"]?.stringValue ?? "error")") }
        title = parts.joined(separator: " ")
    }

    /// The line behind its branches.
    ///
    /// - Parameter rails: for each level above, whether more siblings come there; brought up to date.
    func text(rails: inout [Bool], tags: [String]) -> String {
        rails.removeSubrange(min(depth, rails.count)...)
        let stem = rails.dropFirst().map { $0 ? "│  " : "   " }.joined()
        rails.append(!isLast)
        let branch = depth == 0 ? "" : stem + (isLast ? "└─ " : "├─ ")
        return branch + ([title] + tags.compactMap(shown)).joined(separator: " ")
    }

    private func shown(_ tag: String) -> String? {
        if let text = fields["meta"]?[tag]?.stringValue { return "\(tag)=\(text)" }
        return fields["metrics"]?[tag].map { "\(tag)=\($0.text)" }
    }
}
