// SPDX-License-Identifier: Apache-2.0

import Redis

/// The names of one queue's keys. All carry the queue's name as hash tag, so that they lie in one Cluster slot.
///
/// Made once: every transition names several of them.
struct QueueKeys: Sendable {
    let prefix: String

    /// Job envelopes; producers push left, workers take from the right.
    let jobs: RedisArgument
    /// Result envelopes; workers push left, consumers take from the right.
    let results: RedisArgument
    /// Delivery counter.
    let seq: RedisArgument
    /// What is in flight: bytes, owner and running job ids; see `prelude.lua`.
    let flight: RedisArgument
    /// Delivery → lease end. Its cardinality is the number of jobs in flight.
    let lease: RedisArgument
    /// Delayed jobs by due time.
    let later: RedisArgument
    /// Delayed jobs' bytes.
    let laterBytes: RedisArgument
    /// Those of the delayed jobs that were begun, by due time.
    let laterBegun: RedisArgument
    /// Finished job ids, by time.
    let done: RedisArgument
    /// Job ids to cancel, by time asked.
    let cancel: RedisArgument
    /// Jobs whose results a person has looked at, by when.
    let reviewed: RedisArgument
    /// Workers by last heartbeat.
    let workers: RedisArgument
    /// Workers' status.
    let workersInfo: RedisArgument
    /// Workers that are gone, by when they went, until it is sure that nothing reaches them any more.
    let workersLeft: RedisArgument
    /// Settings that operators change while the queue runs.
    let control: RedisArgument
    /// The dead letters' eight, in the order of `dead_letters.lua`: ids by time of death, records, jobs' bytes, what
    /// letters are found by, the index, counts by class and by fingerprint, totals.
    let deadLetters: [RedisArgument]

    init(queue: String) {
        prefix = "{\(queue)}:"
        jobs = .string(prefix + "jobs")
        results = .string(prefix + "results")
        seq = .string(prefix + "seq")
        flight = .string(prefix + "flight")
        lease = .string(prefix + "lease")
        later = .string(prefix + "later")
        laterBytes = .string(prefix + "later:rec")
        laterBegun = .string(prefix + "later:begun")
        done = .string(prefix + "done")
        cancel = .string(prefix + "cancel")
        reviewed = .string(prefix + "reviewed")
        workers = .string(prefix + "workers")
        workersInfo = .string(prefix + "workers:info")
        workersLeft = .string(prefix + "workers:left")
        control = .string(prefix + "ctl")
        deadLetters = [
            "dead", "dead:rec", "dead:job", "dead:facets", "dead:ix", "dead:class", "dead:fp", "dead:count",
        ].map { [prefix] in .string(prefix + $0) }
    }

    /// The names of all keys whose names are fixed.
    var all: [String] {
        let plain = [
            jobs, results, seq, flight, lease, later, laterBytes, laterBegun, done, cancel, reviewed, workers,
            workersInfo, workersLeft, control,
        ]
        return (plain + deadLetters).map { name in
            guard case .string(let text) = name else { return "" }
            return text
        }
    }

    /// The field of ``control`` that is there while an operator wants a worker to take no more jobs.
    func quietMark(_ worker: String) -> RedisArgument { .string("quiet:\(worker)") }

    /// Where a worker's blocking pop lands.
    func stage(_ worker: String) -> RedisArgument { .string("\(prefix)stage:\(worker)") }

    /// The same for a name that may be no text.
    func stage(_ worker: [UInt8]) -> RedisArgument { .bytes(Array("\(prefix)stage:".utf8) + worker) }
}
