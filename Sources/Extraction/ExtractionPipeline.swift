// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import Imaging
import LLMObservability
public import ModelClient
import Tracing

/// From a job's request to numbers that were checked: fetch, preprocess, prompt, model, postprocess, validate.
public struct ExtractionPipeline: Sendable {
    let configuration: ExtractionConfiguration
    let profile: ExtractionProfile
    let promptSummary: PromptSummary
    let fetch: FetchStage
    let preprocess: PreprocessStage
    let consultation: Consultation
    let memory: MemoryBudget
    let cache: (any ResultCache)?
    let clock: any Clock<Duration>

    /// Makes a pipeline.
    ///
    /// - Parameters:
    ///   - configuration: Models, limits, patience.
    ///   - router: Who answers for which model.
    ///   - transport: The way to `https:` files; it must guard which addresses may be reached.
    ///   - buckets: Which `s3:` and `gs:` files may be read; nil refuses them.
    ///   - blobs: Where `blob:` files are; nil refuses them.
    ///   - imaging: Prepares pages.
    ///   - profile: The prompt, the shape of the answer, and its checks.
    ///   - memory: What the documents and pages of all jobs may take; pipelines of one process share it.
    ///   - cache: Where answers are kept; nil keeps none.
    ///   - sha256: The SHA-256 of bytes as hexadecimal digits.
    ///   - clock: Measures and waits.
    ///   - jitter: Picks a wait between zero and the bound it is given; nil takes any with equal chance.
    public init(
        configuration: ExtractionConfiguration,
        router: ModelRouter,
        transport: any HTTPTransport,
        buckets: BucketAccess? = nil,
        blobs: (any BlobStore)?,
        imaging: ImagePreparer,
        profile: ExtractionProfile = .thaiSS518,
        memory: MemoryBudget = MemoryBudget(bytes: .max),
        cache: (any ResultCache)? = nil,
        sha256: @escaping @Sendable ([UInt8]) -> String,
        clock: any Clock<Duration> = ContinuousClock(),
        jitter: (@Sendable (Duration) -> Duration)? = nil
    ) {
        let waiting = Waiting(clock: clock, jittered: jitter ?? Waiting.fullJitter)
        self.configuration = configuration
        self.profile = profile
        self.memory = memory
        self.cache = cache
        self.clock = clock
        promptSummary = PromptSummary(id: profile.id, version: profile.version, sha256: sha256(profile.templateBytes))
        let breakers = HostBreakers(clock: clock)
        let web = { (transport: any HTTPTransport) in
            WebFetcher(
                configuration: configuration.fetch,
                transport: transport,
                waiting: waiting,
                breakers: breakers
            )
        }
        fetch = FetchStage(
            fetcher: FileFetcher(
                configuration: configuration.fetch,
                local: LocalFileReader(roots: configuration.fetch.fileRoots, timeout: configuration.fetch.timeout),
                blobs: blobs,
                web: web(transport),
                buckets: buckets.map { BucketFetcher(access: $0, web: web($0.transport)) },
                sha256: sha256
            )
        )
        preprocess = PreprocessStage(preparer: imaging, maximumPages: configuration.maximumPages)
        consultation = Consultation(
            model: ModelStage(
                router: router,
                retry: configuration.retry,
                timeout: configuration.modelTimeout,
                streaming: configuration.streaming,
                hedgeAfter: configuration.hedgeAfter,
                waiting: waiting,
                prompt: LLMObs.Prompt(profile, promptSummary)
            ),
            postprocess: PostprocessStage(parser: ReportParser(profile: profile)),
            validate: ValidateStage(validator: ReportValidator(profile: profile)),
            reasks: configuration.reasks,
            secondOpinion: configuration.secondOpinion
        )
    }

    /// Runs one job to its result; numbers that contradict each other are a result that needs review, not an error.
    ///
    /// - Parameters:
    ///   - request: The job.
    ///   - timeLimit: After what time the run is stopped from outside. Calls of models end before, and none begins shortly
    ///     before: the run then fails with ``ModelClient/ErrorClass/jobDeadline``.
    ///   - entering: Told of each stage as it begins; from `model` on the run costs money.
    public func run(
        _ request: ExtractionRequest,
        within timeLimit: Duration? = nil,
        entering: @escaping @Sendable (ExtractionStage) -> Void = { _ in }
    ) async throws(ExtractionError) -> ExtractionResult {
        let log = RunLog(
            clock: clock,
            timeLimit: timeLimit,
            allowsHedge: request.allowsHedge,
            entering: entering
        )
        return try await withWorkflowSpan(request, log) { () throws(ExtractionError) in
            let elapsed = Stopwatch(clock)
            let models = try chain(of: request)
            switch try await input(request, models, log) {
            case .known(let answer):
                return result(
                    answer.reading,
                    models[0],
                    pages: answer.pages,
                    answer.digest,
                    isCached: true,
                    log,
                    elapsed()
                )
            case .prepared(let input):
                let question = question(request, models, input.pages)
                let reading = try await consultation.run(question, context: request.context, log: log)
                let pages = input.pages.reduce(0) { $0 + $1.count }
                await keep(reading, pages: pages, as: input.cacheKey, of: request)
                return result(reading, models[0], pages: pages, input.digest, isCached: false, log, elapsed())
            }
        }
    }
}
