// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Logging

struct TimedMiddleware: JobMiddleware {
    func handle(_ context: JobContext, next: Next) async -> JobOutcome {
        let start = ContinuousClock.now
        let outcome = await next(context)
        context.logger.info("ran", metadata: ["took": "\(ContinuousClock.now - start)"])
        return outcome
    }
}
