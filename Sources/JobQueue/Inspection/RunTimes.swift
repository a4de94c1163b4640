// SPDX-License-Identifier: Apache-2.0

public import JSON

/// How long runs took: how many of them within each of a row of times, so that those of several workers, or of a span of
/// time, can be put together and asked for their percentiles.
///
/// Times are known to within a factor of √2, from one millisecond to four hours.
public struct RunTimes: Sendable, Hashable {
    /// Bin `n` holds times up to 2^(n/2) milliseconds, the last one also all beyond.
    private static let bins = 48

    private var counts: [Int] = []

    /// No runs yet.
    public init() {}

    /// What a worker tells of itself; none if it is not that. Numbers that cannot be counts are taken for 0.
    public init(_ value: JSONValue?) {
        counts = (value?.arrayValue ?? []).prefix(Self.bins).map { min(max($0.intValue ?? 0, 0), 1 << 40) }
    }

    /// As a worker tells it: counts from the shortest times on.
    public var json: JSONValue { .array(counts.map { .integer(Int64($0)) }) }

    /// How many runs.
    public var count: Int { counts.reduce(0, +) }

    /// Adds a run.
    public mutating func add(_ time: Duration) {
        let milliseconds = max(time / .milliseconds(1), 1)
        var bin = 0
        while bin < Self.bins - 1, Self.bound(bin) < milliseconds { bin += 1 }
        add(1, to: bin)
    }

    /// Adds the runs of others.
    public mutating func add(_ others: RunTimes) {
        for (bin, count) in others.counts.enumerated() { add(count, to: bin) }
    }

    /// The runs that came after `earlier`, which the same worker told before; all if it has begun anew since.
    public func since(_ earlier: RunTimes) -> RunTimes {
        guard counts.count >= earlier.counts.count else { return self }
        var later = self
        for (bin, count) in earlier.counts.enumerated() { later.counts[bin] -= count }
        return later.counts.contains { $0 < 0 } ? self : later
    }

    /// The time within which this share of the runs ended; nil if there are none.
    ///
    /// - Parameter share: From 0 to 1.
    public func percentile(_ share: Double) -> Duration? {
        let total = count
        guard total > 0 else { return nil }
        let rank = min(max(share, 0), 1) * Double(total)
        var before = 0.0
        for (bin, count) in counts.enumerated() where count > 0 {
            let upTo = before + Double(count)
            if upTo >= rank {
                // As if the bin's times were spread evenly.
                let low = bin == 0 ? 0 : Self.bound(bin - 1)
                return .milliseconds(low + (Self.bound(bin) - low) * (rank - before) / Double(count))
            }
            before = upTo
        }
        return nil
    }

    private mutating func add(_ count: Int, to bin: Int) {
        if counts.count <= bin { counts += Array(repeating: 0, count: bin + 1 - counts.count) }
        counts[bin] += count
    }

    /// In milliseconds: exact powers of two, and those times √2.
    private static func bound(_ bin: Int) -> Double {
        Double(1 << (bin / 2)) * (bin % 2 == 0 ? 1 : 2.0.squareRoot())
    }
}
