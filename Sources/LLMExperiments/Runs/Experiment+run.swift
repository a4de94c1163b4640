// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMObservability
import Logging

extension Experiment {
    /// Runs the task on the records, several at a time, and has the outcomes judged.
    ///
    /// Failed records are part of the result; see ``RunOptions`` for when they end the run. The results of a run that
    /// ends with an error are in its state file, if it has one.
    ///
    /// - Parameters:
    ///   - sampleSize: how many records to run; all if nil. See ``RunOptions/selection`` for which.
    ///   - jobs: how many records run at the same time; more than there are is the same as all.
    public func run(
        sampleSize: Int? = nil,
        jobs: Int = 1,
        options: RunOptions = RunOptions()
    ) async throws(ExperimentError) -> ExperimentRun {
        let places = try places(sampleSize, jobs, options)
        let preparation = try await prepare(places, options)
        async let telling: Void = tell(preparation, jobs: jobs)
        let outcome = await RunSpan(experiment: self, total: places.count).during { () throws(ExperimentError) in
            try await perform(preparation, jobs: jobs, options)
        }
        await preparation.deliverSpans()
        preparation.ledger.close()
        await telling
        return try await preparation.end(outcome, of: self)
    }

    /// Which records to run; an error if that makes no sense.
    private func places(
        _ sampleSize: Int?,
        _ jobs: Int,
        _ options: RunOptions
    ) throws(ExperimentError) -> [Int] {
        guard jobs > 0, sampleSize.map({ $0 > 0 }) ?? true, (0...1).contains(options.maximumErrorShare) else {
            throw ExperimentError(
                .invalidExperiment,
                "jobs and sampleSize have to be 1 or more, and maximumErrorShare from 0 to 1."
            )
        }
        let places = options.selection.indices(of: dataset.records.count, sampleSize: sampleSize)
        guard !places.isEmpty else {
            throw ExperimentError(.invalidDataset, "The dataset \(dataset.name) has no records to run.")
        }
        if options.platform != nil { try ExperimentPlatform.checkSpans(of: LLMObs.client) }
        return places
    }

    /// All that has to stand before the first record can run.
    private func prepare(_ places: [Int], _ options: RunOptions) async throws(ExperimentError) -> RunPreparation {
        let reference = RunReference(
            experiment: name,
            dataset: dataset.name,
            fingerprint: dataset.fingerprint,
            configuration: configuration,
            version: version,
            recordIDs: places.map { dataset.records[$0].id }
        )
        let header = RunHeader(
            runID: UUID().uuidString.lowercased(),
            startedAt: UnixTime.milliseconds,
            reference: reference
        )
        // Whether the file fits is checked before anything is made on the platform.
        let opened: (journal: RunJournal, history: RunHistory)?
        if let path = options.statePath { opened = try RunJournal.open(path, header) } else { opened = nil }
        let ledger = RunLedger(
            opened?.history ?? RunHistory(header),
            journal: opened?.journal,
            evaluators: evaluators.map(\.name),
            isMirrored: options.platform != nil
        )
        ledger.note(.evaluators(Dictionary(evaluators.map { ($0.name, $0.version) }) { _, last in last }))
        let mirror = try await mirror(ledger, options)
        return RunPreparation(places: places, ledger: ledger, mirror: mirror, client: LLMObs.client)
    }

    /// Makes the experiment on the platform, or goes on with the one that the ledger knows.
    private func mirror(_ ledger: RunLedger, _ options: RunOptions) async throws(ExperimentError) -> RunMirror? {
        guard let platform = options.platform else { return nil }
        if let warning = ExperimentPlatform.samplingWarning(of: LLMObs.client) { options.logger.warning("\(warning)") }
        let history = ledger.history
        let mirror = try await RunMirror(experiment: self, platform: platform, history, logger: options.logger)
        if history.experiment == nil {
            ledger.note(.mirrored(mirror.experiment))
            try ledger.check()
        }
        try await mirror.start(isKnown: history.experiment != nil)
        return mirror
    }

    private func tell(_ preparation: RunPreparation, jobs: Int) async {
        guard let mirror = preparation.mirror else { return }
        await RecordTeller(mirror: mirror, ledger: preparation.ledger, jobs: jobs).run()
    }

    private func perform(
        _ preparation: RunPreparation,
        jobs: Int,
        _ options: RunOptions
    ) async throws(ExperimentError) -> ExperimentRun {
        let pending = preparation.pending(in: dataset)
        let total = preparation.places.count
        var tally = RunTally(total: total, done: total - pending.count, options)
        let runner = RecordRunner(
            experiment: self,
            ledger: preparation.ledger,
            membership: preparation.membership(of: self)
        )
        if let failure = await run(pending, jobs: jobs, runner, &tally) { throw failure }
        try preparation.ledger.check()
        var run = preparation.run(of: dataset)
        for evaluator in summaryEvaluators {
            run.summaryEvaluations[evaluator.name] = await evaluator.evaluate(run.results)
        }
        return run
    }

    /// Finishes records until all are done or something ends the run.
    private func run(
        _ pending: [PendingRecord],
        jobs: Int,
        _ runner: RecordRunner,
        _ tally: inout RunTally
    ) async -> ExperimentError? {
        var failure: ExperimentError?
        await withTaskGroup(of: RecordResult?.self) { group in
            var rest = pending[...]
            for _ in 0..<min(jobs, pending.count) { start(&rest, runner, in: &group) }
            while let result = await group.next() {
                let problem = result.flatMap { tally.add($0) } ?? runner.ledger.problem
                failure = failure ?? (Task.isCancelled ? Self.cancelled : problem)
                if failure == nil { start(&rest, runner, in: &group) } else { group.cancelAll() }
            }
        }
        return failure
    }

    private static let cancelled = ExperimentError(.cancelled, "The run was cancelled; a state file lets it go on.")

    private func start(
        _ rest: inout ArraySlice<PendingRecord>,
        _ runner: RecordRunner,
        in group: inout TaskGroup<RecordResult?>
    ) {
        guard let next = rest.popFirst() else { return }
        group.addTask { await runner.finish(next) }
    }
}
