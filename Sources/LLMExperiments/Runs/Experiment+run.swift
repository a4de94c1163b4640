// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMObservability
import Tracing

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
        let preparation = try await prepare(places, options)
        return try await RunSpan(experiment: self, total: places.count).during { () throws(ExperimentError) in
            try await perform(preparation, jobs: jobs, options)
        }
    }

    /// All that has to stand before the first record can run.
    private func prepare(_ places: [Int], _ options: RunOptions) async throws(ExperimentError) -> RunPreparation {
        let reference = RunReference(
            experiment: name,
            dataset: dataset.name,
            fingerprint: dataset.fingerprint,
            configuration: configuration,
            recordIDs: places.map { dataset.records[$0].id }
        )
        var header = RunHeader(
            runID: UUID().uuidString.lowercased(),
            startedAt: UnixTime.milliseconds,
            reference: reference
        )
        // Whether the file fits is checked before anything is made on the platform.
        let state = try state(options.statePath, header)
        if let state { header = state.header }
        let mirror = try await mirror(&header, state, options)
        return RunPreparation(header: header, places: places, state: state, mirror: mirror)
    }

    private func state(_ path: String?, _ header: RunHeader) throws(ExperimentError) -> RunState? {
        guard let path else { return nil }
        return try RunState.open(path, header)
    }

    /// Makes the experiment on the platform, or goes on with that of the header, and takes note of it at once.
    private func mirror(
        _ header: inout RunHeader,
        _ state: RunState?,
        _ options: RunOptions
    ) async throws(ExperimentError) -> RunMirror? {
        guard let platform = options.platform else { return nil }
        let mirror = try await RunMirror(experiment: self, platform: platform, header: header, logger: options.logger)
        let isNew = header.platformExperiment == nil
        header.platformExperiment = mirror.experiment
        if isNew, state?.append(header) == false {
            throw ExperimentError(.file, "\(options.statePath ?? "") cannot be written: is the disk full?")
        }
        await mirror.start()
        return mirror
    }

    private func perform(
        _ preparation: RunPreparation,
        jobs: Int,
        _ options: RunOptions
    ) async throws(ExperimentError) -> ExperimentRun {
        var ledger = RunLedger(preparation, experiment: self, options)
        let runner = RecordRunner(
            experiment: self,
            mirror: preparation.mirror,
            membership: preparation.membership(of: self)
        )
        let failure = await run(ledger.waiting, jobs: jobs, runner, &ledger)
        var run = ledger.run
        if let failure {
            await preparation.mirror?.end(run, cutShortBy: failure)
            _ = try? await lostSpans(preparation, ledger)
            throw failure
        }
        for evaluator in summaryEvaluators {
            run.summaryEvaluations[evaluator.name] = await evaluator.evaluate(run.results)
        }
        await preparation.mirror?.post(run, order: summaryEvaluators.map(\.name))
        await preparation.mirror?.end(run, cutShortBy: nil)
        run.mirrorFailures = preparation.mirror?.failures ?? 0
        run.lostSpans = try await lostSpans(preparation, ledger)
        run.endedAt = UnixTime.milliseconds
        return run
    }

    /// Sends the spans that still wait, and takes note of those that nobody took. Says how many.
    private func lostSpans(_ preparation: RunPreparation, _ ledger: RunLedger) async throws(ExperimentError) -> Int {
        guard preparation.mirror != nil, let client = LLMObs.client else { return 0 }
        let time = Task.isCancelled ? client.configuration.limits.shutdownTimeout : Self.deliveryTime
        // In a task of its own, since a cancelled one waits for nothing.
        if !preparation.deliveries.missing.isEmpty { await Task { await client.flush(timeout: time) }.value }
        return try ledger.setBack(preparation.deliveries.missing)
    }

    private static let deliveryTime = Duration.seconds(20)

    /// Finishes records until all are done or something ends the run.
    private func run(
        _ waiting: [PendingRecord],
        jobs: Int,
        _ runner: RecordRunner,
        _ ledger: inout RunLedger
    ) async -> ExperimentError? {
        var failure: ExperimentError?
        await withTaskGroup(of: (record: FinishedRecord?, place: Int).self) { group in
            var rest = waiting[...]
            for _ in 0..<min(jobs, waiting.count) { start(&rest, runner, in: &group) }
            while let (record, place) = await group.next() {
                // What is there was paid for, whatever has ended the run.
                let problem = record.flatMap { ledger.add($0, at: place) }
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
        in group: inout TaskGroup<(record: FinishedRecord?, place: Int)>
    ) {
        guard let pending = rest.popFirst() else { return }
        group.addTask { (await runner.finish(pending), pending.place) }
    }
}
