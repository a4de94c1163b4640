// SPDX-License-Identifier: Apache-2.0

/// How many faults of how many were noticed.
struct DetectionRate {
    private(set) var caught = 0
    private(set) var total = 0

    /// 0 to 1; 1 when there was nothing to notice.
    var share: Double { total == 0 ? 1 : Double(caught) / Double(total) }

    mutating func count(_ isCaught: Bool) {
        caught += isCaught ? 1 : 0
        total += 1
    }

    static func + (first: Self, second: Self) -> Self {
        var sum = first
        sum.caught += second.caught
        sum.total += second.total
        return sum
    }

    /// `123 of 124  99.1 %`, rounded down: 100.0 % is all of them.
    var text: String {
        let tenths = Int((share * 1_000).rounded(.down))
        return "\(caught) of \(total)  \(tenths / 10).\(tenths % 10) %"
    }
}
