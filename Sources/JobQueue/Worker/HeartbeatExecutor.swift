// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// A thread of its own for the heartbeat, so that job code which hogs the cooperative pool cannot starve it.
final class HeartbeatExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "job-queue.heartbeat", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
