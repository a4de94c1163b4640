// SPDX-License-Identifier: Apache-2.0

import DequeModule
import JSON

extension InMemoryQueueState {
    mutating func bury(_ letter: DeadLetter, original: [UInt8], now: Moment) {
        dead[letter.id] = BuriedJob(id: letter.id, diedAt: now, record: letter.json, bytes: original)
        var oldestFirst = latestFirst
        while let oldest = oldestFirst.popLast(), isToGo(oldest, now: now) { dead[oldest.id] = nil }
    }

    private mutating func isToGo(_ letter: BuriedJob, now: Moment) -> Bool {
        if dead.count > limits.deadLettersCap {
            dropped.byCount += 1
        } else if now.since(letter.diedAt) >= limits.deadLettersAge {
            dropped.byAge += 1
        } else if deadBytes > limits.deadLettersBytes {
            dropped.byBytes += 1
        } else {
            return false
        }
        return true
    }

    func letters(_ filter: DeadLetterFilter, limit: Int, after cursor: DeadLetterCursor?) -> BuriedJobPage {
        // A letter that is gone still has its place among the others: what comes after it sorts below it.
        let rest = latestFirst.filter { letter in cursor.map { Self.place(letter) < ($0.diedAt, $0.id) } ?? true }
        let found = rest.filter { filter.matches(DeadLetterFacets($0.record), diedAt: $0.diedAt) }
        let page = Array(found.prefix(limit))
        return BuriedJobPage(
            letters: page,
            examined: rest.count,
            next: page.count < limit ? nil : page.last.map { DeadLetterCursor(diedAt: $0.diedAt, id: $0.id) }
        )
    }

    func tally(_ filter: DeadLetterFilter, after cursor: DeadLetterCursor?, now: Moment) -> DeadLetterTallyPage {
        let page = letters(filter, limit: 500, after: cursor)
        var tally = DeadLetterTally()
        tally.add(letters: page.letters.count)
        for letter in page.letters {
            let facets = DeadLetterFacets(letter.record)
            tally.add(1, .errorType, facets.errorType)
            tally.add(1, .fingerprint, facets.fingerprint)
            tally.add(1, .age, DeadLetterAge(now.since(letter.diedAt)).rawValue)
            for (facet, value) in facets.counted { tally.add(1, facet, value) }
        }
        return DeadLetterTallyPage(tally: tally, examined: page.examined, next: page.next)
    }

    func groups(by kind: DeadLetterGroup.Kind, limit: Int, after group: DeadLetterGroup?) -> [DeadLetterGroup] {
        let named = Dictionary(grouping: latestFirst) { letter in
            let facets = DeadLetterFacets(letter.record)
            return kind == .errorType ? facets.errorType : facets.fingerprint
        }
        let groups = named.compactMap { name, letters -> DeadLetterGroup? in
            guard let latest = letters.first, let earliest = letters.last else { return nil }
            return DeadLetterGroup(
                name: name,
                count: letters.count,
                firstDiedAt: earliest.diedAt,
                lastDiedAt: latest.diedAt,
                latest: latest.record
            )
        }
        let rest = groups.filter { candidate in
            group.map { (candidate.count, candidate.name) < ($0.count, $0.name) } ?? true
        }
        return Array(rest.sorted { ($0.count, $0.name) > ($1.count, $1.name) }.prefix(limit))
    }

    mutating func redrive(_ letter: BuriedJob) -> Bool {
        guard dead[letter.id]?.bytes == letter.bytes else { return false }
        dead[letter.id] = nil
        if let job = letter.record["job_id"]?.stringValue {
            done[job] = nil
            cancelled[job] = nil
        }
        line.prepend(letter.redriveBytes)
        return true
    }

    mutating func replace(_ letter: BuriedJob, with edited: BuriedJob) -> Bool {
        guard dead[letter.id]?.bytes == letter.bytes else { return false }
        dead[letter.id] = edited
        return true
    }

    mutating func take(_ letter: BuriedJob, now: Moment) -> DeadLetterImport {
        if let present = dead[letter.id] { return present.diedAt == letter.diedAt ? .present : .taken }
        let number = Int64(letter.id.dropFirst(3)) ?? 0
        guard flight[number] == nil else { return .taken }
        let reachable = Int64(now.advanced(by: .seconds(86_400)).milliseconds) * 256
        guard number <= max(lastDelivery, reachable) else { return .ahead }
        guard now.since(letter.diedAt) < limits.deadLettersAge else { return .expired }
        guard dead.count < limits.deadLettersCap, deadBytes + letter.size <= limits.deadLettersBytes else {
            return .full
        }
        dead[letter.id] = letter
        // Letters are named by deliveries: no later one may take such a name again.
        lastDelivery = max(lastDelivery, number)
        return .imported
    }

    func deadLetterTotals(now: Moment) -> DeadLetterTotals {
        DeadLetterTotals(
            now: now,
            count: dead.count,
            bytes: deadBytes,
            droppedByCount: dropped.byCount,
            droppedByAge: dropped.byAge,
            droppedByBytes: dropped.byBytes
        )
    }

    var deadBytes: Int { dead.values.reduce(0) { $0 + $1.size } }

    private var latestFirst: [BuriedJob] { dead.values.sorted { Self.place($0) > Self.place($1) } }

    private static func place(_ letter: BuriedJob) -> (Moment, String) { (letter.diedAt, letter.id) }
}

extension BuriedJob {
    /// Bytes of record and job.
    fileprivate var size: Int { JSONValue.object(record).serialized().count + bytes.count }
}
