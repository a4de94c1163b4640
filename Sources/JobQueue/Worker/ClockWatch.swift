// SPDX-License-Identifier: Apache-2.0

/// Notices when the queue's clock jumps, by this machine's steady one.
///
/// Leases and heartbeats are times of the queue's clock. When it is set, or when another server takes over, they say
/// nothing until those who are well were heard again.
struct ClockWatch {
    private let lease: Duration
    private var last: (queue: Moment, own: ContinuousClock.Instant)?
    private var heldUntil: ContinuousClock.Instant?

    /// Creates a watch; `lease` is how long workers get to be heard. A jump of less than a third of it harms nobody.
    init(lease: Duration) { self.lease = lease }

    /// Whether leases can be relied on, now that the queue's clock shows `queue` and this machine's shows `own`.
    mutating func trusts(_ queue: Moment, at own: ContinuousClock.Instant) -> Bool {
        if let last {
            let jump = queue.since(last.queue) - (own - last.own)
            if max(jump, .zero - jump) > lease / 3 { heldUntil = own + lease }
        }
        last = (queue, own)
        return heldUntil.map { own >= $0 } ?? true
    }
}
