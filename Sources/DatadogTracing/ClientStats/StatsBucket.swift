// SPDX-License-Identifier: Apache-2.0

/// The statistics of the spans that ended in the same ten seconds.
struct StatsBucket: Sendable {
    /// Unix nanoseconds.
    let start: Int64
    private(set) var entries: [SpanStatsKey: SpanStats] = [:]

    init(start: Int64) {
        self.start = start
    }

    /// Counts a span; false if it was counted without its key since there are `maximumKeys` others.
    mutating func add(_ span: CountedSpan, maximumKeys: Int) -> Bool {
        if let place = entries.index(forKey: span.key) {
            entries.values[place].add(span)
            return true
        }
        let isRoom = entries.count < maximumKeys
        entries[isRoom ? span.key : .overflow, default: SpanStats()].add(span)
        return isRoom
    }
}
