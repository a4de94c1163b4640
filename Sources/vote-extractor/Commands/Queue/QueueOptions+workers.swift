// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

extension QueueOptions {
    /// Tells one worker whether to take jobs.
    func tellWorker(_ worker: String, isQuiet: Bool, _ report: ChangeReport) async throws {
        let isThere = try await withQueue("vote-extractor-queue") { try await $0.setQuiet(isQuiet, worker: worker) }
        guard isThere else {
            Terminal.complain("there is no worker \(worker.printable); `vote-extractor workers` lists them")
            throw ExitCode.notFound
        }
        report.tell(
            "worker \(worker.printable) \(isQuiet ? "takes no more jobs" : "takes jobs again") from its next heartbeat on",
            ["worker": .string(worker), "quieted": .bool(isQuiet)]
        )
    }
}
