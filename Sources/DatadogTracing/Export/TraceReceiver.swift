// SPDX-License-Identifier: Apache-2.0

/// Where a tracer puts its chunks. Must return at once, without blocking or failing.
public protocol TraceReceiver: Sendable {
    /// Takes a chunk, or drops and counts it.
    func receive(_ chunk: TraceChunk)

    /// Asks to send soon what is held.
    func requestFlush()
}

extension TraceReceiver {
    /// Nothing to do for a receiver that holds nothing back.
    public func requestFlush() {}
}

/// Throws chunks away, for a tracer that is switched off or only records.
struct DiscardingReceiver: TraceReceiver {
    func receive(_ chunk: TraceChunk) {}
}
