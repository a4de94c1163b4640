// SPDX-License-Identifier: Apache-2.0

/// Sorts spans into buckets of ten seconds by the time of their end.
struct StatsConcentrator: Sendable {
    private var buckets: [Int64: StatsBucket] = [:]
    /// The start of the oldest bucket that still takes spans; what ended before goes there, too.
    private var oldest: Int64
    private let maximumKeys: Int

    /// Nanoseconds.
    static let bucketLength: Int64 = 10_000_000_000
    /// Buckets that stay open for spans that come late: the running one and the one before.
    private static let openBuckets: Int64 = 2

    /// - Parameters:
    ///   - maximumKeys: keys of one bucket.
    ///   - now: Unix nanoseconds, here and below.
    init(maximumKeys: Int, now: Int64) {
        self.maximumKeys = maximumKeys
        oldest = Self.aligned(now)
    }

    /// Counts a span of which statistics are made; false if there was no room for its key.
    mutating func add(_ span: CountedSpan, now: Int64) -> Bool {
        followClock(now)
        let end = span.start.addingReportingOverflow(span.duration).partialValue
        // Spans of chosen times must not make buckets without end.
        let start = max(min(Self.aligned(end), Self.aligned(now)), oldest)
        return buckets[start, default: StatsBucket(start: start)].add(span, maximumKeys: maximumKeys)
    }

    /// Takes out the buckets that are closed, or all of them, in the order of time.
    mutating func take(all: Bool, now: Int64) -> [StatsBucket] {
        followClock(now)
        let running = Self.aligned(now)
        oldest = max(oldest, all ? running : running - (Self.openBuckets - 1) * Self.bucketLength)
        // A clock that was set back leaves buckets in the future.
        let taken = buckets.values.filter { all || $0.start < oldest || $0.start > running + Self.bucketLength }
        for bucket in taken { buckets[bucket.start] = nil }
        return taken.sorted { $0.start < $1.start }
    }

    /// Goes back with a clock that was set back, by more than the bit that clocks are set all the time.
    private mutating func followClock(_ now: Int64) {
        let running = Self.aligned(now)
        if oldest > running + Self.bucketLength { oldest = running }
    }

    private static func aligned(_ time: Int64) -> Int64 {
        time - time % bucketLength
    }
}
