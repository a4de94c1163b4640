// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Why lines were dropped.
public struct MetricDropReason: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// A short name, fit for a metric's tag.
    public let rawValue: String

    /// A reason of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The same as `rawValue`.
    public var description: String { rawValue }

    /// Nobody listens at the address, or it cannot be resolved.
    public static let unreachable = Self(rawValue: "unreachable")
    /// The agent reads more slowly than the process writes.
    public static let congested = Self(rawValue: "congested")
    /// A line is longer than the agent reads, or a datagram longer than the system sends.
    public static let tooLong = Self(rawValue: "too_long")
}

/// Counters of one DogStatsD client.
public final class DogStatsDStatistics: Sendable {
    /// Counts at one moment.
    public struct Snapshot: Sendable, Hashable {
        /// Datagrams sent; whether anybody read them is not known.
        public internal(set) var sentDatagrams = 0
        /// Lines in them.
        public internal(set) var sentLines = 0
        /// Bytes in them.
        public internal(set) var sentBytes = 0
        /// Lines dropped, by reason.
        public internal(set) var droppedLines: [MetricDropReason: Int] = [:]
        /// Metrics that were not made because too many are held.
        public internal(set) var refusedMetrics = 0
    }

    private let counters = Mutex(Snapshot())

    init() {}

    /// The counts so far.
    public var snapshot: Snapshot { counters.withLock { $0 } }

    func sent(lines: Int, bytes: Int) {
        counters.withLock { counters in
            counters.sentDatagrams += 1
            counters.sentLines += lines
            counters.sentBytes += bytes
        }
    }

    func dropped(_ reason: MetricDropReason, lines: Int) {
        counters.withLock { $0.droppedLines[reason, default: 0] += lines }
    }

    func refusedMetric() {
        counters.withLock { $0.refusedMetrics += 1 }
    }
}
