// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis

extension RedisArgument {
    static func delivery(_ number: Int64) -> RedisArgument { .integer(Int(number)) }
}

extension RESPValue {
    /// A list of delivery numbers.
    var deliveries: [Int64] { (array ?? []).compactMap { $0.string.flatMap { Int64($0) } } }
}

extension ClaimedBatch {
    /// Reads the reply of `claim.lua`.
    init(_ reply: RESPValue) throws(JobQueueError) {
        guard let items = reply.array, items.count >= 3,
            let state = items[0].string.flatMap(State.init(rawValue:)),
            let now = items[1].int,
            let due = items[2].int
        else { throw .unexpected("claim") }
        var deliveries: [Delivery] = []
        for index in stride(from: 3, to: items.count - 1, by: 2) {
            guard let number = items[index].int, let bytes = items[index + 1].bytes else {
                throw .unexpected("claim")
            }
            deliveries.append(Delivery(number: Int64(number), bytes: bytes))
        }
        self.init(
            state: state,
            now: Moment(milliseconds: now),
            nextDue: due < 0 ? nil : Moment(milliseconds: due),
            deliveries: deliveries
        )
    }
}

extension Orphan {
    /// Reads the reply of `takeover.lua`.
    static func all(in reply: RESPValue) throws(JobQueueError) -> [Orphan] {
        let items = reply.array ?? []
        var orphans: [Orphan] = []
        for index in stride(from: 0, to: items.count - 4, by: 5) {
            guard let old = items[index].string.flatMap({ Int64($0) }),
                let new = items[index + 1].string.flatMap({ Int64($0) }),
                let worker = items[index + 2].string,
                let job = items[index + 3].string,
                let bytes = items[index + 4].bytes
            else { throw .unexpected("takeover") }
            orphans.append(
                Orphan(
                    delivery: Delivery(number: new, bytes: bytes),
                    lostDelivery: old,
                    lostBy: worker,
                    startedJobID: job.isEmpty ? nil : job
                )
            )
        }
        return orphans
    }
}
