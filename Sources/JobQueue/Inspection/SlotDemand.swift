// SPDX-License-Identifier: Apache-2.0

/// How many slots of workers a queue has a use for: what a scaler divides by the slots of one worker.
public struct SlotDemand: Sendable, Hashable {
    /// Jobs in the line that are handed out: none while the queue is paused or drains.
    public let waiting: Int
    /// Jobs that were put off and have come due: 1 for any number of them. Workers take them all at their next claim, so
    /// they only have to wake one where there is none.
    public let due: Int
    /// Deliveries in workers' hands. Without them a short line would take workers away that are busy.
    public let inFlight: Int
    /// Slots beyond which jobs would only wait for their models; nil where nothing is known to hold them back.
    public let bound: Int?

    /// Calls take this share of a slot's time at the most, as in the handbook's rule for slots.
    private static let shareOfCalls = 0.7

    /// The demand of a queue.
    ///
    /// - Parameter callsAtOnce: How many calls keep the models as busy as they may be; nil where that is not known.
    public init(_ statistics: QueueStatistics, callsAtOnce: Double?) {
        let isDue = statistics.nextDue.map { $0 <= statistics.now } ?? false
        waiting = statistics.mode == .open ? statistics.waiting : 0
        switch statistics.mode {
        case .open: due = isDue ? 1 : 0
        case .draining: due = isDue && statistics.delayedBegun > 0 ? 1 : 0
        case .paused: due = 0
        }
        inFlight = statistics.inFlight
        bound = callsAtOnce.map { max(Int(min(max($0 / Self.shareOfCalls, 0), 1e9).rounded(.up)), 1) }
    }

    /// The slots: one for each job, up to the bound.
    public var slots: Int { min(waiting + due + inFlight, bound ?? .max) }
}
