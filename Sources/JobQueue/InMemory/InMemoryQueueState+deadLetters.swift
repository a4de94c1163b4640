// SPDX-License-Identifier: Apache-2.0

import DequeModule
import JSON

extension InMemoryQueueState {
    mutating func bury(_ letter: DeadLetter, original: [UInt8], now: Moment) {
        dead[letter.id] = Letter(died: now, record: letter.json, original: original)
        for (place, id) in latestFirst.reversed().enumerated() {
            let isSurplus = place < dead.count - limits.deadLettersCap
            let isOld = dead[id].map { now.since($0.died) >= limits.deadLettersAge } ?? false
            guard isSurplus || isOld else { break }
            dead[id] = nil
            droppedLetters += 1
        }
    }

    func deadLetters(errorType: String?, limit: Int, after cursor: DeadLetterCursor?) -> DeadLetterPage {
        let letters = latestFirst.filter {
            errorType == nil || dead[$0]?.record["error_type"]?.stringValue == errorType
        }
        // A letter that is gone still has its place among the others: what comes after it sorts below it.
        let rest = cursor.map { cursor in letters.filter { position($0) < cursor.position } } ?? letters
        let page = rest.prefix(limit)
        return DeadLetterPage(
            records: page.compactMap { dead[$0]?.record },
            next: page.count < limit ? nil : page.last.map { DeadLetterCursor(position($0)) }
        )
    }

    mutating func redrive(_ letter: BuriedJob) -> Bool {
        guard dead.removeValue(forKey: letter.id) != nil else { return false }
        if let job = letter.record["job_id"]?.stringValue { done[job] = nil }
        line.prepend(letter.redriveBytes)
        return true
    }

    private var latestFirst: [String] { dead.keys.sorted { position($0) > position($1) } }

    /// Sorts by time of death, then by id.
    private func position(_ id: String) -> String {
        let died = String((dead[id]?.died.milliseconds ?? 0) + 1_000_000_000_000_000)
        return "\(died)\n\(id)"
    }
}
