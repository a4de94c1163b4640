// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import ModelClient
import Tracing

extension ExtractionPipeline {
    /// Runs the body in the workflow's span; what leaves it knows that span, and as an error all that was done.
    func withWorkflowSpan(
        _ request: ExtractionRequest,
        _ log: RunLog,
        _ body: nonisolated(nonsending) () async throws(ExtractionError) -> ExtractionResult
    ) async throws(ExtractionError) -> ExtractionResult {
        try await LLMObs.workflow("vote_extraction.workflow") { workflow in
            let span = workflow.apmSpan
            return await span.classifying { () throws(ExtractionError) in
                let elapsed = Stopwatch(clock)
                describe(workflow, request)
                defer { span.attributes["workflow.total_duration_ms"] = elapsed().fractionalSeconds * 1000 }
                do throws(ExtractionError) {
                    var result = try await body()
                    span.attributes["workflow.success"] = true
                    if cache != nil { span.attributes["workflow.cached"] = result.isCached }
                    workflow.describe(result)
                    result.workflowSpan = workflow.exported
                    return result
                } catch {
                    var failure = error.after(log)
                    failure.workflowSpan = workflow.exported
                    failure.prompt = promptSummary
                    throw failure
                }
            }
        }.get()
    }

    private func describe(_ workflow: LLMObs.WorkflowSpan, _ request: ExtractionRequest) {
        let model = request.model ?? configuration.model
        let span = workflow.apmSpan
        span.attributes["resource.name"] = "extract_vote_data"
        span.attributes["workflow.name"] = "vote_extraction"
        span.attributes["workflow.model"] = model
        span.attributes["prompt.id"] = promptSummary.id
        span.attributes["prompt.version"] = promptSummary.version
        span.attributes["workflow.file_count"] = request.files.count
        span.attributes["workflow.success"] = false
        workflow.annotate(input: [
            "files": .array(request.files.map { .string($0.name) }), "context": request.context ?? .null,
        ])
        workflow.annotate(metadata: [
            "model": .string(model), "file_count": .integer(Int64(request.files.count)),
            "profile": .string(profile.id),
        ])
    }

    /// The models to ask, each once; an unknown one is an error before anything is fetched.
    func chain(of request: ExtractionRequest) throws(ExtractionError) -> [String] {
        let primary = request.model ?? configuration.model
        var models = [primary]
        for model in request.fallbackModels ?? configuration.fallbackModels where !models.contains(model) {
            models.append(model)
        }
        for model in models {
            do throws(ModelError) {
                _ = try consultation.model.router.provider(for: model)
            } catch {
                var failure = ExtractionError(error)
                // A name out of the job stays wrong; one out of our own configuration may be mended meanwhile.
                if request.names(model) { failure.stage = .request }
                throw failure
            }
        }
        return models
    }

    /// The pages of a job's files, or what is known of them. The files themselves are gone when it returns: only what is
    /// sent stays in memory.
    func input(
        _ request: ExtractionRequest,
        _ models: [String],
        _ log: RunLog
    ) async throws(ExtractionError) -> RunInput {
        let (held, files) = try await log.measure(.fetch, clock) { () throws(ExtractionError) in
            let held = try await memory.reserve(request.largestNeed(configuration.fetch))
            return (held, try await fetch.run(request.files))
        }
        held.resize(to: 2 * files.reduce(0) { $0 + $1.bytes.count } + request.inlineBytes)
        let digest = digest(of: files)
        let key = cacheKey(request, models, files)
        if let known = await known(key, request, digest, log) { return .known(known) }
        let pages = try await log.measure(.preprocess, clock) { () throws(ExtractionError) in
            try await preprocess.run(files)
        }
        held.resize(to: pages.reduce(0) { $0 + $1.bytes.count } + request.inlineBytes)
        return .prepared(PreparedInput(pages: pages, digest: digest, cacheKey: key, memory: held))
    }

    func question(_ request: ExtractionRequest, _ models: [String], _ pages: [Page]) -> Question {
        Question(
            prompt: Prompt(profile, pages: pages, context: request.context),
            models: models,
            sampling: sampling(of: request),
            allowsSafetyFallback: request.allowsSafetyFallback,
            budget: request.budget,
            fileCount: request.files.count
        )
    }

    /// As the job wants it, else as we do.
    func sampling(of request: ExtractionRequest) -> SamplingParameters {
        var sampling = request.sampling
        sampling.thinking = sampling.thinking ?? configuration.thinking
        return sampling
    }

    func result(
        _ reading: Reading,
        _ requested: String,
        pages: Int,
        _ digest: InputDigest,
        isCached: Bool,
        _ log: RunLog,
        _ duration: Duration
    ) -> ExtractionResult {
        ExtractionResult(
            reports: reading.reports,
            validation: reading.validation,
            model: ModelSummary(requested: requested, answer: reading.answer),
            prompt: promptSummary,
            attempts: log.attempts,
            pages: pages,
            inputSHA256: digest.whole,
            fileSHA256: digest.files,
            timings: log.timings,
            duration: duration,
            isCached: isCached
        )
    }

    private func digest(of files: [FetchedFile]) -> InputDigest {
        let each = files.map(\.sha256)
        guard each.count != 1 else { return InputDigest(files: each, whole: each[0]) }
        return InputDigest(files: each, whole: fetch.fetcher.sha256(Array(each.joined(separator: "\n").utf8)))
    }
}

extension LLMObs.WorkflowSpan {
    fileprivate func describe(_ result: ExtractionResult) {
        annotate(output: .array(result.reports.map(\.json)))
        annotate(metadata: [
            "status": .string(result.status.rawValue), "pages": .integer(Int64(result.pages)),
            "model_used": .string(result.model.used), "fallback_used": .bool(result.model.fallbackUsed),
            "calls": .integer(Int64(result.attempts.count)), "cached": .bool(result.isCached),
        ])
    }
}

extension ExtractionRequest {
    /// Whether the job itself asks for this model.
    fileprivate func names(_ name: String) -> Bool {
        model == name || fallbackModels?.contains(name) == true
    }
}
