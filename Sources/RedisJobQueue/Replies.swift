// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis

extension RedisArgument {
    static func delivery(_ number: Int64) -> RedisArgument { .integer(Int(number)) }
}

extension RESPValue {
    /// A list of delivery numbers.
    var deliveries: [Int64] { (array ?? []).compactMap { $0.string.flatMap { Int64($0) } } }
}

extension Delivery {
    /// Reads what `handed_out` gave: bytes, or how many they are.
    init?(number: Int64, _ value: RESPValue) {
        if case .integer(let count) = value {
            self.init(number: number, withheldBytes: Int(count))
        } else if let bytes = value.bytes {
            self.init(number: number, bytes: bytes)
        } else {
            return nil
        }
    }
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
        deliveries.reserveCapacity(items.count)
        if items.count > 3 {
            guard let first = items[3].int else { throw .unexpected("claim") }
            for (place, value) in items[4...].enumerated() {
                guard let delivery = Delivery(number: Int64(first + place), value) else { throw .unexpected("claim") }
                deliveries.append(delivery)
            }
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
        var lastWords: [[UInt8]: [UInt8]] = [:]
        for index in stride(from: 0, to: items.count - 6, by: 7) {
            guard let old = items[index].string.flatMap({ Int64($0) }),
                let new = items[index + 1].string.flatMap({ Int64($0) }),
                let worker = items[index + 2].bytes,
                let job = items[index + 3].bytes,
                let losses = items[index + 4].int,
                let told = items[index + 5].bytes,
                let delivery = Delivery(number: new, items[index + 6])
            else { throw .unexpected("takeover") }
            if !told.isEmpty { lastWords[worker] = told }
            orphans.append(
                Orphan(
                    delivery: delivery,
                    lostDelivery: old,
                    lostBy: String(decoding: worker, as: UTF8.self),
                    startedJobID: job.isEmpty ? nil : String(decoding: job, as: UTF8.self),
                    lossesBeforeStart: losses,
                    lastWords: lastWords[worker] ?? []
                )
            )
        }
        return orphans
    }
}

extension BuriedJobPage {
    /// Reads the reply of `page.lua`.
    init(_ reply: RESPValue) throws(JobQueueError) {
        guard let items = reply.array, items.count >= 3, let examined = items[2].int else { throw .unexpected("page") }
        var letters: [BuriedJob] = []
        for index in stride(from: 3, to: items.count - 3, by: 4) {
            guard let id = items[index].string, let died = items[index + 1].int, let bytes = items[index + 3].bytes
            else { throw .unexpected("page") }
            let record = items[index + 2].bytes.flatMap { (try? JSONValue(parsing: $0))?.objectValue }
            letters.append(
                BuriedJob(
                    id: id,
                    diedAt: Moment(milliseconds: died),
                    record: record ?? ["id": .string(id)],
                    bytes: bytes
                )
            )
        }
        let next = items[0].int.flatMap { died in
            items[1].string.map { DeadLetterCursor(diedAt: Moment(milliseconds: died), id: $0) }
        }
        self.init(letters: letters, examined: examined, next: next)
    }
}

extension DeadLetterTallyPage {
    /// Reads the reply of `tally.lua`.
    init(_ reply: RESPValue) throws(JobQueueError) {
        guard let items = reply.array, items.count >= 4, let examined = items[2].int, let letters = items[3].int else {
            throw .unexpected("tally")
        }
        var tally = DeadLetterTally()
        tally.add(letters: letters)
        for index in stride(from: 4, to: items.count - 1, by: 2) {
            guard let term = items[index].bytes, let count = items[index + 1].int else { throw .unexpected("tally") }
            let parts = String(decoding: term, as: UTF8.self)
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let facet = DeadLetterTally.Facet(rawValue: parts[0]) else { continue }
            tally.add(count, facet, facet == .age ? Self.age(parts[1]) : parts[1])
        }
        let next = items[0].int.flatMap { died in
            items[1].string.map { DeadLetterCursor(diedAt: Moment(milliseconds: died), id: $0) }
        }
        self.init(tally: tally, examined: examined, next: next)
    }

    private static func age(_ number: String) -> String {
        let ages = DeadLetterAge.allCases
        return ages[min(max((Int(number) ?? ages.count) - 1, 0), ages.count - 1)].rawValue
    }
}

extension DeadLetterGroup {
    /// Reads the reply of `groups.lua`.
    static func all(in reply: RESPValue) throws(JobQueueError) -> [DeadLetterGroup] {
        let items = reply.array ?? []
        var groups: [DeadLetterGroup] = []
        for index in stride(from: 0, to: items.count - 5, by: 6) {
            guard let name = items[index].string, let count = items[index + 1].int,
                let first = items[index + 2].int, let last = items[index + 3].int
            else { throw .unexpected("groups") }
            let latest = items[index + 5].bytes.flatMap { (try? JSONValue(parsing: $0))?.objectValue }
            groups.append(
                DeadLetterGroup(
                    name: name,
                    count: count,
                    firstDiedAt: Moment(milliseconds: first),
                    lastDiedAt: Moment(milliseconds: last),
                    latest: latest ?? [:]
                )
            )
        }
        return groups
    }
}

extension DeadLetterTotals {
    /// Reads the reply of `totals.lua`.
    init(_ reply: RESPValue) throws(JobQueueError) {
        let numbers = (reply.array ?? []).compactMap(\.int)
        guard numbers.count == 6 else { throw .unexpected("totals") }
        self.init(
            now: Moment(milliseconds: numbers[0]),
            count: numbers[1],
            bytes: numbers[2],
            droppedByCount: numbers[3],
            droppedByAge: numbers[4],
            droppedByBytes: numbers[5]
        )
    }
}
