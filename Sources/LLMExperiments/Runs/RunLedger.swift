// SPDX-License-Identifier: Apache-2.0

import LLMObservability

/// Gathers the results of a run, and says when it has failed.
struct RunLedger {
    private let preparation: RunPreparation
    private let options: RunOptions
    private var results: [Int: RecordResult] = [:]
    private var failed = 0
    /// What is left to do.
    let waiting: [PendingRecord]

    init(_ preparation: RunPreparation, experiment: Experiment, _ options: RunOptions) {
        self.preparation = preparation
        self.options = options
        var waiting: [PendingRecord] = []
        for place in preparation.places {
            guard let known = preparation.state?.finished[experiment.dataset.records[place].id] else {
                waiting.append(.run(place))
                continue
            }
            results[place] = known.result
            if preparation.mirror != nil, known.mirroring != .complete { waiting.append(.mirror(known, place)) }
        }
        self.waiting = waiting
        if !results.isEmpty { tell() }
    }

    /// Keeps a result; gives what ends the run, if anything does.
    mutating func add(_ record: FinishedRecord, at place: Int) -> ExperimentError? {
        let result = record.result
        results[place] = result
        let isKept = preparation.state?.append(record) ?? true
        if result.error != nil { failed += 1 }
        tell()
        guard isKept else { return cannotBeWritten }
        if let error = result.error, options.raisesErrors {
            return ExperimentError(
                .recordFailed,
                "The record \(result.recordID) failed: \(error.type): \(error.message)"
            )
        }
        guard Double(failed) > options.maximumErrorShare * Double(preparation.places.count) else { return nil }
        return ExperimentError(
            .tooManyErrors,
            "\(failed) of \(results.count) records so far have failed, more than the run tolerates; the last one with "
                + "\(result.error?.type ?? ""): \(result.error?.message ?? "")"
        )
    }

    /// Notes which records are not on the platform, since these spans did not arrive or there was none: a run that goes
    /// on tells of them again. Says how many.
    func setBack(_ spans: Set<String>) throws(ExperimentError) -> Int {
        let lost = results.values.filter { $0.span.map { spans.contains($0.spanID) } ?? true }
        for result in lost {
            guard preparation.state?.append(FinishedRecord(result, .absent)) ?? true else { throw cannotBeWritten }
        }
        return lost.count
    }

    private var cannotBeWritten: ExperimentError {
        ExperimentError(.file, "\(options.statePath ?? "") cannot be written: is the disk full?")
    }

    private func tell() {
        options.onProgress?(RunProgress(done: results.count, total: preparation.places.count, failed: failed))
    }

    /// What there is of the run.
    var run: ExperimentRun {
        ExperimentRun(
            id: preparation.header.runID,
            reference: preparation.header.reference,
            startedAt: preparation.header.startedAt,
            endedAt: UnixTime.milliseconds,
            results: preparation.places.compactMap { results[$0] },
            platformExperimentID: preparation.header.platformExperiment?.id
        )
    }
}
