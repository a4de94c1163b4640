// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue

/// Further queues that a worker takes jobs from, within one bound of running jobs.
struct SharedQueueOptions: ParsableArguments {
    /// A queue beside the first one.
    struct Queue: ExpressibleByArgument {
        let name: String
        let weight: Int
        let concurrency: Int?

        /// `NAME`, `NAME=WEIGHT` or `NAME=WEIGHT/CONCURRENCY`.
        init?(argument: String) {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let numbers = parts.count > 1 ? parts[1].split(separator: "/", omittingEmptySubsequences: false) : ["1"]
            guard let first = parts.first, !first.isEmpty,
                !first.contains(where: { "{}".contains($0) || $0.isNewline }),
                numbers.count <= 2, let weight = Int(numbers[0]), (1...1000).contains(weight)
            else { return nil }
            name = String(first)
            self.weight = weight
            concurrency = numbers.count == 2 ? Int(numbers[1]) : nil
            guard numbers.count == 1 || concurrency.map({ (1...10_000).contains($0) }) == true else { return nil }
        }
    }

    /// How free slots are shared.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case strict
        case weighted
    }

    @Option(
        help: """
            A further queue, NAME[=WEIGHT[/CONCURRENCY]]; may be repeated. All share --concurrency \
            (VOTE_EXTRACTOR_ALSO_QUEUES).
            """
    )
    var alsoQueue: [Queue] = Settings.alsoQueues.value

    @Option(
        help: """
            With --also-queue: strict (the first queue first, then the others as given) or weighted \
            (VOTE_EXTRACTOR_QUEUE_ORDER).
            """
    )
    var queueOrder = Settings.queueOrder.value

    @Option(help: "With --queue-order weighted: the first queue's weight (VOTE_EXTRACTOR_QUEUE_WEIGHT).")
    var queueWeight = Settings.queueWeight.value

    func validate() throws {
        try Settings.queueWeight.check(queueWeight)
        guard Set(alsoQueue.map(\.name)).count == alsoQueue.count else {
            throw ValidationError("--also-queue names a queue twice")
        }
    }

    /// The shares of the first queue and of the others, in order; nil where there is only one queue.
    func shares(concurrency: Int) -> [SlotShare]? {
        guard !alsoQueue.isEmpty else { return nil }
        let pool = SlotPool(slots: concurrency, order: queueOrder == .strict ? .strict : .weighted)
        let weights = [queueWeight] + alsoQueue.map(\.weight)
        return weights.enumerated().map { index, weight in
            SlotShare(of: pool, weight: queueOrder == .strict ? weights.count - index : weight)
        }
    }
}
