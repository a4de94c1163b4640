// SPDX-License-Identifier: Apache-2.0

import LLMObservability
import Synchronization

/// What is known of a run, by all that work on it; it is in the journal before anybody goes on.
final class RunLedger: Sendable {
    /// The names of the evaluators, in their order.
    let evaluators: [String]
    /// Whether the platform is told of the run.
    let isMirrored: Bool
    /// The ids of records of which the platform can be told what evaluators say, until ``close()``.
    let due: AsyncStream<String>
    private let offer: AsyncStream<String>.Continuation
    private let journal: RunJournal?
    private let state: Mutex<State>

    private struct State {
        var history: RunHistory
        /// Records whose spans are on their way, by the ids of these.
        var awaited: [String: String] = [:]
        /// Records that this run has nothing more to ask about.
        var judged: Set<String> = []
        var offered: Set<String> = []
        var isClosed = false
    }

    init(_ history: RunHistory, journal: RunJournal?, evaluators: [String], isMirrored: Bool) {
        self.journal = journal
        self.evaluators = evaluators
        self.isMirrored = isMirrored
        (due, offer) = AsyncStream.makeStream()
        state = Mutex(State(history: history))
    }

    /// Takes note of what became known.
    func note(_ event: JournalEvent) {
        state.withLock { note(event, &$0) }
    }

    private func note(_ event: JournalEvent, _ state: inout State) {
        journal?.append(event)
        state.history.apply(event)
        guard isMirrored else { return }
        switch event {
        case .answered(let result):
            if let span = result.span { state.awaited[span.spanID] = result.recordID }
        case .retold(let id, let span): state.awaited[span.spanID] = id
        default: break
        }
    }

    /// Takes note that Datadog has a span, if it is that of a record.
    func spanArrived(_ spanID: String) {
        state.withLock { state in
            guard let id = state.awaited.removeValue(forKey: spanID) else { return }
            note(.arrived(id, spanID: spanID), &state)
            offer(id, state: &state)
        }
    }

    /// Takes note that the evaluators have said what they have to say of a record.
    func judged(_ id: String) {
        state.withLock { state in
            state.judged.insert(id)
            offer(id, state: &state)
        }
    }

    /// What is said of a span before it is there might be said of none.
    private func offer(_ id: String, state: inout State) {
        guard isMirrored, state.judged.contains(id), let record = state.history.records[id], record.hasArrived,
            !record.untold(of: evaluators).isEmpty, state.offered.insert(id).inserted
        else { return }
        offer.yield(id)
    }

    /// Ends ``due`` after what is in it.
    func close() {
        state.withLock { $0.isClosed = true }
        offer.finish()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Lets other runs have the journal.
    func release() { journal?.release() }

    /// What ends the run: something could not be kept.
    var problem: ExperimentError? { journal?.problem }

    /// An error if something could not be kept.
    func check() throws(ExperimentError) {
        if let problem { throw problem }
    }

    var history: RunHistory { state.withLock { $0.history } }

    func progress(of id: String) -> RecordProgress? { state.withLock { $0.history.records[id] } }

    /// Whether spans are on their way.
    var awaitsSpans: Bool { state.withLock { !$0.awaited.isEmpty } }

    /// Records whose spans Datadog has not taken.
    var missing: Int { count { !$0.hasArrived } }

    /// Records whose spans are there, but not what evaluators say of them.
    var untold: Int { count { $0.hasArrived && !$0.untold(of: evaluators).isEmpty } }

    /// Counts those of the run's records whose task has ended.
    private func count(_ isCounted: (RecordProgress) -> Bool) -> Int {
        let history = history
        return history.header.reference.recordIDs.count { history.records[$0].map(isCounted) ?? false }
    }
}
