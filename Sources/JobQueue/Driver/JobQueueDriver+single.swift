// SPDX-License-Identifier: Apache-2.0

extension JobQueueDriver {
    /// ``start(_:worker:)`` for one delivery.
    public func start(_ delivery: Int64, jobID: String, worker: String) async throws(JobQueueError) -> StartDecision {
        try await start([JobStart(delivery: delivery, jobID: jobID)], worker: worker)[0]
    }

    /// ``settle(_:worker:)`` for one delivery.
    public func settle(
        _ delivery: Int64,
        worker: String,
        as settlement: Settlement
    ) async throws(JobQueueError) -> SettlementReply {
        try await settle([JobSettlement(delivery: delivery, as: settlement)], worker: worker)[0]
    }
}
