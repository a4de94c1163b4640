// SPDX-License-Identifier: Apache-2.0

// What the store refuses as a whole is asked again job by job, so that a job at fault answers for itself alone.
extension JobQueueDriver {
    func startEach(_ jobs: [JobStart], worker: String) async -> [Result<StartDecision, JobQueueError>] {
        await isolated(jobs) { jobs throws(JobQueueError) in try await self.start(jobs, worker: worker) }
    }

    func settleEach(_ jobs: [JobSettlement], worker: String) async -> [Result<SettlementReply, JobQueueError>] {
        await isolated(jobs) { jobs throws(JobQueueError) in try await self.settle(jobs, worker: worker) }
    }
}

private func isolated<Item, Reply>(
    _ items: [Item],
    _ call: ([Item]) async throws(JobQueueError) -> [Reply]
) async -> [Result<Reply, JobQueueError>] {
    guard !items.isEmpty else { return [] }
    do {
        return try await call(items).map { .success($0) }
    } catch {
        guard items.count > 1, error.code == .refused else { return items.map { _ in .failure(error) } }
        var results: [Result<Reply, JobQueueError>] = []
        for item in items { results += await isolated([item], call) }
        return results
    }
}
