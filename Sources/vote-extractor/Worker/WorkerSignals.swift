// SPDX-License-Identifier: Apache-2.0

import Glibc
import JobQueue
import Logging
import ServiceLifecycle
import UnixSignals

/// What signals ask of workers beside the first request to stop, which the service group hears.
struct WorkerSignals: Service {
    let workers: [JobWorker]
    let logger: Logger

    /// Listens until the group, whose last services the workers are, has ended them.
    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigusr1, .sigterm, .sigint)
        // It would freeze the process, whose leases would end; to Sidekiq's operators it means the same as the other.
        signal(SIGTSTP) { _ in kill(getpid(), SIGUSR1) }
        var requests = 0
        for await signal in signals.cancelOnGracefulShutdown() {
            guard signal != .sigusr1 else {
                logger.notice("asked to be quiet: no more jobs are claimed, running ones go on")
                for worker in workers { await worker.quiet() }
                continue
            }
            requests += 1
            guard requests == 2 else { continue }
            logger.notice("asked to stop again: running jobs go back to the queue")
            for worker in workers { worker.releaseNow() }
        }
    }
}
