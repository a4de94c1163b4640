// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Tracing

/// Runs the task on one record, and has the outcome judged.
struct RecordRunner: Sendable {
    let experiment: Experiment
    let ledger: RunLedger
    let membership: ExperimentMembership

    /// Does what is left to do; nil if that was cut short: the ledger has what there is, and a later run goes on with it.
    func finish(_ pending: PendingRecord) async -> RecordResult? {
        switch pending {
        case .run(let place):
            let record = experiment.dataset.records[place]
            guard let answer = await perform(record, place) else { return nil }
            return await judged(answer, record)
        case .goOn(let known, let place):
            let record = experiment.dataset.records[place]
            let isLost = ledger.isMirrored && !known.hasArrived
            return await judged(isLost ? retold(known.result, of: record) : known.result, record)
        }
    }

    /// Asks the evaluators that have not said anything.
    private func judged(_ result: RecordResult, _ record: DatasetRecord) async -> RecordResult? {
        var result = result
        let subject = EvaluationSubject(result, metadata: record.metadata ?? [:])
        for evaluator in experiment.evaluators where result.evaluations[evaluator.name]?.judgement == nil {
            let outcome = await evaluator.evaluate(subject)
            guard outcome.error == nil || !Task.isCancelled else { return nil }
            ledger.note(.judged(record.id, evaluator: evaluator.name, outcome))
            result.evaluations[evaluator.name] = outcome
        }
        ledger.judged(record.id)
        return result
    }

    /// A result whose span is not part of the platform's experiment gets another one, which takes no time.
    private func retold(_ result: RecordResult, of record: DatasetRecord) async -> RecordResult {
        var result = result
        await LLMObs.experiment(experiment.taskName, membership) { span in
            describe(record, on: span)
            span.annotate(tags: [RecordTags.retold: "true"])
            span.annotate(output: result.output ?? .object([:]))
            result.span = span.exported
            if let span = result.span { ledger.note(.retold(record.id, span)) }
        }
        return result
    }

    /// Nil if the task was cut short.
    private func perform(_ record: DatasetRecord, _ index: Int) async -> RecordResult? {
        var result: RecordResult?
        // What the task throws is part of the result, and marks the span.
        try? await LLMObs.experiment(experiment.taskName, membership) { span in
            let start = (date: span.start.map { $0 / 1_000_000 } ?? UnixTime.milliseconds, now: ContinuousClock.now)
            describe(record, on: span)
            let outcome = await outcome(of: record, in: span)
            if case .failure = outcome, Task.isCancelled {
                // It runs again: a failure that is none must not stay beside what comes of it then.
                span.withdraw()
            } else {
                let duration = ContinuousClock.now - start.now
                let answer = RecordResult(record, index, outcome, start.date, duration, span.exported)
                // Before the span goes: it must not be on its way while nobody knows what it is of.
                ledger.note(.answered(answer))
                result = answer
            }
            _ = try outcome.get()
        }
        return result
    }

    private func outcome(
        of record: DatasetRecord,
        in span: LLMObsSpan<LLMObs.ExperimentKind>
    ) async -> Result<JSONValue, any Error> {
        // What the reference tracer sends of a task that fails.
        span.annotate(output: .object([:]))
        let input = TaskInput(
            recordID: record.id,
            value: record.input,
            metadata: record.metadata ?? [:],
            configuration: experiment.configuration
        )
        do {
            let output = try await experiment.task(input)
            span.annotate(output: output)
            return .success(output)
        } catch {
            return .failure(error)
        }
    }

    private func describe(_ record: DatasetRecord, on span: LLMObsSpan<LLMObs.ExperimentKind>) {
        span.annotate(input: record.input)
        if let expected = record.expectedOutput { span.annotate(expectedOutput: expected) }
        span.annotate(configuration: experiment.configuration)
        span.annotate(tags: RecordTags.own(of: record, among: experiment.tags))
        // Of a mirrored run the platform has the whole dataset anyway.
        guard ledger.isMirrored || span.capturesContent else { return }
        span.annotate(tags: RecordTags.free(of: record))
        if let metadata = record.metadata { span.annotate(metadata: metadata.withoutReserved) }
    }
}

extension JSONObject {
    /// Without what is Datadog's own.
    fileprivate var withoutReserved: JSONObject {
        var object = self
        object["_dd"] = nil
        return object
    }
}

extension RecordResult {
    fileprivate init(
        _ record: DatasetRecord,
        _ index: Int,
        _ outcome: Result<JSONValue, any Error>,
        _ startedAt: Int64,
        _ duration: Duration,
        _ span: LLMObs.ExportedSpan?
    ) {
        recordID = record.id
        self.index = index
        input = record.input
        expectedOutput = record.expectedOutput
        evaluations = [:]
        self.startedAt = startedAt
        milliseconds = duration / .milliseconds(1)
        self.span = span
        switch outcome {
        case .success(let value): (output, error) = (value, nil)
        case .failure(let failure): (output, error) = (nil, RecordError(failure))
        }
    }
}

extension EvaluationSubject {
    fileprivate init(_ result: RecordResult, metadata: JSONObject) {
        self.init(
            recordID: result.recordID,
            input: result.input,
            output: result.output,
            expectedOutput: result.expectedOutput,
            metadata: metadata,
            error: result.error,
            duration: .milliseconds(1) * result.milliseconds,
            span: result.span
        )
    }
}
