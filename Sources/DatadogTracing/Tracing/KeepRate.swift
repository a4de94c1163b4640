// SPDX-License-Identifier: Apache-2.0

/// 1 − dropped/offered over the last ten intervals: what the agent scales its figures with.
struct KeepRate {
    private static let intervals = 10

    private struct Interval {
        var offered: Int
        var dropped: Int
    }

    private var recent: [Interval] = []
    private var total = Interval(offered: 0, dropped: 0)

    /// From 0 to 1; 1 while nothing was offered.
    var value: Double {
        let offered = recent.reduce(0) { $0 + $1.offered }
        let dropped = recent.reduce(0) { $0 + $1.dropped }
        guard offered > 0 else { return dropped > 0 ? 0 : 1 }
        return max(0, 1 - Double(dropped) / Double(offered))
    }

    /// Takes the counts since the beginning, as they are at the end of an interval.
    mutating func endInterval(offered: Int, dropped: Int) {
        if recent.count == Self.intervals { recent.removeFirst() }
        recent.append(Interval(offered: offered - total.offered, dropped: dropped - total.dropped))
        total = Interval(offered: offered, dropped: dropped)
    }
}
