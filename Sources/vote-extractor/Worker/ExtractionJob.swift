// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import JobQueue
import LLMObservability
import ModelClient
import Tracing

/// The few lines between queue and pipeline: a payload in, an outcome out.
struct ExtractionJob {
    let pipeline: ExtractionPipeline
    /// What the calls for each job may cost, unless the job says less; nil for any amount.
    let budget: MicroDollars?
    let metrics: ExtractionMetrics
    /// Whether the beginning of an answer that cannot be used is kept with the failed run.
    var keepsBadAnswers = false

    func perform(_ context: JobContext) async -> JobOutcome {
        context.span?.attributes["operation.type"] = "extraction"
        do throws(ExtractionError) {
            let allowsSafetyFallback = context.job.options.all["allow_safety_fallback"]?.boolValue ?? false
            var request = try ExtractionRequest(
                payload: context.job.payload,
                jobID: context.job.id,
                allowsSafetyFallback: allowsSafetyFallback,
                budget: try budget(of: context)
            )
            request.allowsHedge = context.allowsHedge
            context.span?.attributes["request.file_count"] = request.files.count
            let result = try await LLMObs.annotating(tags: ["request.id": context.job.id]) {
                () async throws(ExtractionError) in
                try await pipeline.run(request, within: context.deadline.map { $0 - .now }) { stage in
                    context.enter(stage: stage.rawValue, isCostly: stage == .model)
                }
            }
            metrics.count(result)
            return .completed(JobResult(result, of: request.files))
        } catch {
            metrics.count(error)
            return outcome(of: error, context)
        }
    }

    /// The lesser of the operator's budget and the job's own.
    private func budget(of context: JobContext) throws(ExtractionError) -> JobBudget? {
        var limit = budget
        if let wish = context.job.options.all["budget_usd"], !wish.isNull {
            guard let amount = wish.doubleValue.flatMap({ MicroDollars($0) }), amount.millionths > 0 else {
                throw ExtractionError(
                    .inputUnsupported,
                    "options.budget_usd must be a number above 0; leave it out for the worker's budget",
                    stage: .request
                )
            }
            limit = min(limit ?? amount, amount)
        }
        return limit.map { JobBudget(job: "\(context.queue)/\(context.job.id)", limit: $0) }
    }

    private static let usualWait = Duration.seconds(60)
    private static let longestWaitForGate = Duration.seconds(300)

    /// The one place where an error becomes a decision; the error class's policy makes it.
    func outcome(of error: ExtractionError, _ context: JobContext) -> JobOutcome {
        var failure = JobFailure(error, keepsAnswer: keepsBadAnswers)
        // A class that costs no attempt may end a run whose earlier calls did cost money.
        let isPaid = error.usage.total > 0 && error.errorClass != .workerShutdown
        let burns = error.policy.burnsAttempt || isPaid
        // What is wrong with the request itself stays wrong, whatever its class says of a running model.
        guard error.stage != .request else { return .deadLetter(failure) }
        if error.errorClass == .jobDeadline, !context.isLastRun {
            // Only this run's time is over.
            failure.errorType = JobFailure.timeoutErrorType
            return .retry(failure)
        }
        // A run in which nobody was asked is none. A gate may be opened before its time.
        if error.isUnasked, !isPaid {
            return .wait(failure, after: min(error.retryAfter ?? Self.usualWait, Self.longestWaitForGate))
        }
        switch error.policy.requeue {
        case .never, .review:
            return .deadLetter(failure, reason: error.errorClass == .jobDeadline ? .expired : .notRetryable)
        case .once:
            return context.job.run.failedAttempts == 0 ? .retry(failure, after: error.retryAfter) : .deadLetter(failure)
        case .afterBackoff:
            return .retry(failure, after: error.retryAfter, burnsAttempt: burns)
        case .nextWindow:
            // A budget that never begins anew is the job's own.
            guard let wait = error.retryAfter else { return .deadLetter(failure) }
            return burns ? .retry(failure, after: wait) : .wait(failure, after: wait)
        case .notBefore, .whenMended, .release:
            // Not straight back to the head of the line: every worker would run into it again, as fast as it can.
            let wait = error.retryAfter ?? Self.usualWait
            return burns ? .retry(failure, after: wait) : .wait(failure, after: wait)
        case .slowly:
            return .retry(failure, after: error.retryAfter ?? Self.usualWait, burnsAttempt: burns)
        }
    }
}

extension JobResult {
    fileprivate init(_ result: ExtractionResult, of files: [SourceFile]) {
        var members = result.json.objectValue ?? [:]
        members["files"] = .array(zip(files, result.fileSHA256).map(Self.told))
        self.init(status: result.status == .succeeded ? .succeeded : .needsReview, members: members)
    }

    /// What was read can be looked at again where its address holds no secret; the digest tells whether it is the same.
    private static func told(_ file: SourceFile, _ sha256: String) -> JSONValue {
        var members: JSONObject = ["name": .string(file.name)]
        if case .uri(let uri) = file.location, isOpen(uri) { members["uri"] = .string(uri) }
        members["sha256"] = .string(sha256)
        return .object(members)
    }

    /// Whether an address has neither user nor query nor fragment, one of which may let in whoever has it.
    private static func isOpen(_ uri: String) -> Bool {
        uri.utf8.count <= 2048 && !uri.contains { "?#@".contains($0) }
    }
}

extension JobContext {
    /// Whether a late answer may cost a second call: no other run follows, and no earlier one has had such a call.
    var allowsHedge: Bool {
        isLastRun
            && !job.run.attempts.contains { run in
                run["tries"]?.arrayValue?.contains { $0["hedge"]?.boolValue == true } == true
            }
    }
}

extension JobFailure {
    /// In bytes of UTF-8.
    private static let longestAnswer = 8_192

    /// Whole characters, as many as there is room for.
    private static func beginning(of answer: String) -> String {
        var bytes = 0
        return String(
            answer.unicodeScalars.prefix { scalar in
                bytes += scalar.utf8.count
                return bytes <= longestAnswer
            }
        )
    }

    fileprivate init(_ error: ExtractionError, keepsAnswer: Bool) {
        var details: JSONObject = [:]
        details["prompt"] = error.prompt?.json
        if keepsAnswer {
            details["answer"] = error.answer.map {
                .string(Self.beginning(of: $0))
            }
        }
        details["retry_after_ms"] = error.retryAfter.map { .integer(Int64($0 / .milliseconds(1))) }
        if let last = error.attempts.last?.json.objectValue {
            for name in ["model", "http_status", "provider_request_id", "finish_reason"] { details[name] = last[name] }
            details["usage"] = error.usage.json
            if error.usage.isEstimated { details["usage_estimated"] = true }
            details["cost_usd"] = error.cost.map { .double(Double($0) / 1e6) }
            details["tries"] = .array(error.attempts.suffix(20).map(\.json))
        }
        details["llmobs"] = error.workflowSpan?.json
        self.init(
            errorType: error.errorClass.rawValue,
            message: error.message,
            stage: error.stage.rawValue,
            details: details
        )
    }
}
