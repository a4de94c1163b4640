// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// The spans of a trace in an order that does not depend on time: parents before children, siblings by what they say.
struct SnapshotTrace {
    struct Place {
        let span: SnapshotSpan
        let depth: Int
        /// Whether no sibling comes after it.
        let isLast: Bool
    }

    /// Depth first.
    let places: [Place]
    /// By which traces are ordered.
    let key: String

    init(_ spans: [FinishedSpan], ignoring ignores: SnapshotIgnores) {
        let ids = Set(spans.map(\.spanID))
        let children = Dictionary(grouping: spans.indices) { index -> UInt64 in
            let parent = spans[index].parentID ?? 0
            return ids.contains(parent) && parent != spans[index].spanID ? parent : 0
        }
        // Level by level from the roots; a span in a circle of parents has no root and is left out.
        var order = children[0] ?? []
        var next = 0
        while next < order.count {
            order += children[spans[order[next]].spanID] ?? []
            next += 1
        }
        var nodes = spans.map { SnapshotSpan($0, ignoring: ignores) }
        for index in order.reversed() {
            nodes[index].append(childKeys: (children[spans[index].spanID] ?? []).map { nodes[$0].key })
        }
        let sorted = children.mapValues { $0.sorted { nodes[$0].key < nodes[$1].key } }
        places = Self.places(sorted, nodes)
        key = (sorted[0] ?? []).map { nodes[$0].key }.joined(separator: "\u{2}")
    }

    private static func places(_ children: [UInt64: [Int]], _ nodes: [SnapshotSpan]) -> [Place] {
        var places: [Place] = []
        var open = Self.level(children[0] ?? [], depth: 0)
        while let (index, depth, isLast) = open.popLast() {
            places.append(Place(span: nodes[index], depth: depth, isLast: isLast))
            open += Self.level(children[nodes[index].span.spanID] ?? [], depth: depth + 1)
        }
        return places
    }

    /// The first of them on top of the stack.
    private static func level(_ indices: [Int], depth: Int) -> [(Int, Int, Bool)] {
        indices.reversed().map { ($0, depth, $0 == indices.last) }
    }
}
