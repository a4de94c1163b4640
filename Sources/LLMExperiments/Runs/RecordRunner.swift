// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Tracing

/// Runs the task on one record, and has the outcome judged.
struct RecordRunner: Sendable {
    let experiment: Experiment
    let mirror: RunMirror?
    let membership: ExperimentMembership

    /// Runs the task, unless that was done before, and tells the platform; nil if that was cut short and is to be done
    /// again.
    func finish(_ pending: PendingRecord) async -> FinishedRecord? {
        let record = experiment.dataset.records[pending.place]
        switch pending {
        case .run(let place): return await run(record, index: place)
        case .mirror(let known, _):
            let result = known.mirroring == .absent ? await retold(known.result, of: record) : known.result
            return await mirrored(result)
        }
    }

    private func run(_ record: DatasetRecord, index: Int) async -> FinishedRecord? {
        var result = await perform(record, index)
        guard result.error == nil || !Task.isCancelled else { return nil }
        let subject = EvaluationSubject(result, metadata: record.metadata ?? [:])
        for evaluator in experiment.evaluators {
            result.evaluations[evaluator.name] = await evaluator.evaluate(subject)
        }
        guard !result.hasFailedEvaluations || !Task.isCancelled else { return nil }
        return await mirrored(result)
    }

    private func mirrored(_ result: RecordResult) async -> FinishedRecord {
        // What has no span is no record of the platform's.
        guard let mirror, result.span != nil else { return FinishedRecord(result, .absent) }
        // A cancelled task's requests do not go out.
        guard !Task.isCancelled else { return FinishedRecord(result, .span) }
        let isTaken = await mirror.post(result, order: experiment.evaluators.map(\.name))
        return FinishedRecord(result, isTaken ? .complete : .span)
    }

    /// A result whose span is not part of the platform's experiment gets another one, which takes no time.
    private func retold(_ result: RecordResult, of record: DatasetRecord) async -> RecordResult {
        var result = result
        await LLMObs.experiment(experiment.taskName, membership) { span in
            result.span = expected(span)
            describe(record, on: span)
            span.annotate(tags: ["retold": "true"])
            span.annotate(output: result.output ?? .object([:]))
        }
        return result
    }

    private func perform(_ record: DatasetRecord, _ index: Int) async -> RecordResult {
        let clock = ContinuousClock()
        let start = clock.now
        var exported: LLMObs.ExportedSpan?
        var startedAt = UnixTime.milliseconds
        let outcome: Result<JSONValue, any Error>
        do {
            let output = try await LLMObs.experiment(experiment.taskName, membership) { span in
                exported = expected(span)
                if let nanoseconds = span.start { startedAt = nanoseconds / 1_000_000 }
                describe(record, on: span)
                return try await perform(record, in: span)
            }
            outcome = .success(output)
        } catch {
            outcome = .failure(error)
        }
        let taken = clock.now - start
        return RecordResult(record, index, outcome, startedAt: startedAt, duration: taken, span: exported)
    }

    private func perform(
        _ record: DatasetRecord,
        in span: LLMObsSpan<LLMObs.ExperimentKind>
    ) async throws -> JSONValue {
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
            return output
        } catch {
            // Cut short, it runs again: a failure that is none must not stay beside what comes of it then.
            if Task.isCancelled { span.withdraw() }
            throw error
        }
    }

    private func expected(_ span: LLMObsSpan<LLMObs.ExperimentKind>) -> LLMObs.ExportedSpan? {
        span.exported.map { exported in
            membership.deliveries?.expect(exported)
            return exported
        }
    }

    private func describe(_ record: DatasetRecord, on span: LLMObsSpan<LLMObs.ExperimentKind>) {
        span.annotate(input: record.input)
        if let expected = record.expectedOutput { span.annotate(expectedOutput: expected) }
        if let metadata = record.metadata { span.annotate(metadata: metadata) }
        span.annotate(configuration: experiment.configuration)
        span.annotate(tags: tags(of: record))
    }

    private func tags(of record: DatasetRecord) -> [String: String] {
        var tags = experiment.tags
        tags["dataset_record_id"] = record.id
        for line in record.tags {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { tags[String(parts[0])] = String(parts[1]) }
        }
        tags["dataset_record_canonical_id"] = record.canonicalID
        return tags
    }
}

extension RecordResult {
    fileprivate init(
        _ record: DatasetRecord,
        _ index: Int,
        _ outcome: Result<JSONValue, any Error>,
        startedAt: Int64,
        duration: Duration,
        span: LLMObs.ExportedSpan?
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
