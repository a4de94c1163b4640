// SPDX-License-Identifier: Apache-2.0

/// What happened when, as bars one below the other.
struct Waterfall {
    /// One bar; places are percentages of the whole time.
    struct Bar {
        let name: String
        let detail: String
        /// 0 to 6.
        let depth: Int
        let x: String
        let width: String
        let time: String
        let isError: Bool
    }

    let bars: [Bar]
    let whole: String
    let dropped: Int?
    /// Where the times come from.
    let origin: String

    private static let maximumBars = 200

    /// Nil where there is nothing to draw.
    ///
    /// - Parameter spans: With the ids of those they are part of.
    init?(_ spans: [TraceSpan], origin: String) {
        guard let start = spans.map(\.start).min(), let end = spans.map({ $0.start &+ max($0.duration, 0) }).max()
        else {
            return nil
        }
        let length = Double(max(end &- start, 1))
        let rows = Self.inOrder(spans)
        bars = rows.prefix(Self.maximumBars).map { span, depth in
            let x = 100 * Double(span.start &- start) / length
            return Bar(
                name: span.name,
                detail: span.resource == span.name ? "" : span.resource,
                depth: min(depth, 6),
                x: "\(min(x, 99.5).rounded(toPlaces: 2))%",
                width: "\(max(100 * Double(max(span.duration, 0)) / length, 0.5).rounded(toPlaces: 2))%",
                time: Duration.nanoseconds(span.duration).text,
                isError: span.isError
            )
        }
        dropped = rows.count > Self.maximumBars ? rows.count - Self.maximumBars : nil
        whole = Duration.nanoseconds(end &- start).text
        self.origin = origin
    }

    /// Each span after the one that it is part of, the earlier ones first.
    private static func inOrder(_ spans: [TraceSpan]) -> [(TraceSpan, depth: Int)] {
        let ids = Set(spans.map(\.id))
        let children = Dictionary(grouping: spans) { span in span.parent.flatMap { ids.contains($0) ? $0 : nil } ?? "" }
        var rows: [(TraceSpan, depth: Int)] = []
        var seen: Set<String> = []
        var rest = lastFirst(children[""]).map { ($0, 0) }
        while let (span, depth) = rest.popLast() {
            guard seen.insert(span.id).inserted else { continue }
            rows.append((span, depth))
            rest += lastFirst(children[span.id]).map { ($0, depth + 1) }
        }
        return rows
    }

    /// Those that start together stay as they were: sorting is stable.
    private static func lastFirst(_ spans: [TraceSpan]?) -> [TraceSpan] {
        (spans ?? []).sorted { $0.start < $1.start }.reversed()
    }
}
