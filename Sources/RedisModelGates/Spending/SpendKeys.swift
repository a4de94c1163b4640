// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Redis

/// The keys of what calls have cost, which lie in one slot of a cluster: that of the gates' index.
enum SpendKeys {
    /// Those of a day: its sums, and its calls under way.
    static func keys(of day: SpendDay) -> [RedisArgument] {
        [.string("{model:}spend:\(day)"), .string("{model:}spend:\(day):open")]
    }

    /// The job's; ids of jobs are of any text.
    static func key(of budget: JobBudget) -> RedisArgument { .string("{model:}spend:job:\(budget.job)") }
}
