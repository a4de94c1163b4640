// SPDX-License-Identifier: Apache-2.0

/// What all calls for one job may cost, over all of its runs.
public struct JobBudget: Sendable, Hashable {
    /// Which job; different for each job that shares the store.
    public var job: String
    /// The most that its calls may cost together.
    public var limit: MicroDollars

    /// Makes a budget.
    public init(job: String, limit: MicroDollars) {
        self.job = job
        self.limit = limit
    }
}
