// SPDX-License-Identifier: Apache-2.0

/// What an audit of a queue has found so far.
public struct QueueAudit: Sendable {
    /// How many defects of a kind are kept; the others are only counted.
    static let keptPerKind = 20

    /// Entries looked at.
    public internal(set) var examined = 0
    /// Defects found, by kind.
    public private(set) var counts: [QueueDefect.Kind: Int] = [:]
    /// Defects mended, by kind.
    public private(set) var mended: [QueueDefect.Kind: Int] = [:]
    /// The first defects of each kind.
    public private(set) var samples: [QueueDefect] = []

    /// Defects found.
    public var defects: Int { counts.values.reduce(0, +) }
    /// Defects that are left.
    public var remaining: Int { defects - mended.values.reduce(0, +) }

    mutating func add(_ defect: QueueDefect, isMended: Bool) {
        counts[defect.kind, default: 0] += 1
        if isMended { mended[defect.kind, default: 0] += 1 }
        if counts[defect.kind, default: 0] <= Self.keptPerKind { samples.append(defect) }
    }
}
