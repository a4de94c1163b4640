// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// Tells the platform what evaluators say of records whose spans it has.
struct RecordTeller {
    let mirror: RunMirror
    let ledger: RunLedger
    /// How many requests are made at the same time.
    let jobs: Int

    /// Tells until the ledger is closed, or the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            var underWay = 0
            for await id in ledger.due {
                if underWay == jobs {
                    await group.next()
                    underWay -= 1
                }
                group.addTask { await tell(id) }
                underWay += 1
            }
        }
    }

    /// Once the records are done, nobody waits for a platform that does not answer.
    private static let patience = 3

    private func tell(_ id: String) async {
        guard !(ledger.isClosed && mirror.failuresInARow >= Self.patience) else { return }
        guard let record = ledger.progress(of: id), let span = record.result.span else { return }
        let names = record.untold(of: ledger.evaluators)
        guard await mirror.post(record.result, by: names) else { return }
        ledger.note(.told(id, spanID: span.spanID, evaluators: names))
    }
}
