// SPDX-License-Identifier: Apache-2.0

/// What is known of a run: what its journal says, read from the beginning.
struct RunHistory: Sendable {
    /// Which run it is.
    let header: RunHeader
    /// The experiment on the platform, once there is one.
    private(set) var experiment: PlatformExperiment?
    /// The versions of the evaluators that have judged, or were about to.
    private(set) var evaluators: [String: String] = [:]
    /// How far the records are, by their ids; those whose task has not ended are not among them.
    private(set) var records: [String: RecordProgress] = [:]

    init(_ header: RunHeader) {
        self.header = header
    }

    /// Takes note of an event; one of a record that is not known says nothing.
    mutating func apply(_ event: JournalEvent) {
        switch event {
        case .mirrored(let experiment): self.experiment = experiment
        case .evaluators(let versions): judge(by: versions)
        case .answered(let result): records[result.recordID] = RecordProgress(result)
        case .judged(let id, let evaluator, let outcome): records[id]?.judge(by: evaluator, outcome)
        case .retold(let id, let span): records[id]?.retell(as: span)
        case .arrived(let id, let spanID): records[id]?.arrive(spanID)
        case .told(let id, let spanID, let evaluators): records[id]?.tell(evaluators, of: spanID)
        }
    }

    private mutating func judge(by versions: [String: String]) {
        let changed = versions.filter { evaluators[$0.key] ?? $0.value != $0.value }
        evaluators.merge(versions) { _, new in new }
        guard !changed.isEmpty else { return }
        for id in records.keys {
            for name in changed.keys { records[id]?.forget(name) }
        }
    }
}
