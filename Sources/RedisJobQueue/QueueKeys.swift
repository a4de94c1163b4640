// SPDX-License-Identifier: Apache-2.0

import Redis

/// The names of one queue's keys. All carry the queue's name as hash tag, so that they lie in one Cluster slot.
struct QueueKeys: Sendable {
    let prefix: String

    init(queue: String) { prefix = "{\(queue)}:" }

    /// Job envelopes; producers push left, workers take from the right.
    var jobs: RedisArgument { key("jobs") }
    /// Result envelopes; workers push left, consumers take from the right.
    var results: RedisArgument { key("results") }
    /// Delivery counter.
    var seq: RedisArgument { key("seq") }
    /// Delivery → bytes.
    var flight: RedisArgument { key("flight") }
    /// Delivery → worker, and the job's id once started.
    var owner: RedisArgument { key("owner") }
    /// Delivery → lease end. Its cardinality is the number of jobs in flight.
    var lease: RedisArgument { key("lease") }
    /// Job id → delivery.
    var running: RedisArgument { key("running") }
    /// Delayed jobs by due time.
    var later: RedisArgument { key("later") }
    /// Delayed jobs' bytes.
    var laterBytes: RedisArgument { key("later:rec") }
    /// Finished job ids, by time.
    var done: RedisArgument { key("done") }
    /// Job ids to cancel, by time asked.
    var cancel: RedisArgument { key("cancel") }
    /// Workers by last heartbeat.
    var workers: RedisArgument { key("workers") }
    /// Workers' status.
    var workersInfo: RedisArgument { key("workers:info") }
    /// Settings that operators change while the queue runs.
    var control: RedisArgument { key("ctl") }
    /// Dead letters by time of death.
    var dead: RedisArgument { key("dead") }
    /// Dead letters' records.
    var deadRecords: RedisArgument { key("dead:rec") }
    /// Dead letters' original bytes.
    var deadBytes: RedisArgument { key("dead:job") }
    /// Dead letters by class and by fingerprint.
    var deadIndex: RedisArgument { key("dead:ix") }
    /// Dead letters counted by class and by fingerprint, and those dropped.
    var deadCounts: RedisArgument { key("dead:count") }

    /// Where a worker's blocking pop lands.
    func stage(_ worker: String) -> RedisArgument { key("stage:\(worker)") }

    private func key(_ name: String) -> RedisArgument { .string(prefix + name) }
}
