// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Extraction
import WorkerHealth

/// How a worker runs.
struct WorkerOptions: ParsableArguments {
    @Option(help: "Jobs at the same time, 1 to 10000 (VOTE_EXTRACTOR_CONCURRENCY).")
    var concurrency = Settings.concurrency.value

    @Option(help: "The model that is asked first (VOTE_EXTRACTOR_MODEL).")
    var model = Settings.model.value

    @Option(help: "A model to ask when the first fails; may be repeated (VOTE_EXTRACTOR_FALLBACK_MODELS).")
    var fallbackModel: [String] = Settings.fallbackModels.value

    @Option(
        help: """
            When the next model is asked about the same pages, too: failed (checks), unvouched (also where nothing on the \
            sheet vouches for its votes) or always (VOTE_EXTRACTOR_SECOND_OPINION).
            """
    )
    var secondOpinion = Settings.secondOpinion.value

    @OptionGroup var profiles: ProfileOptions

    @Option(
        help: """
            Hours that answers are kept in Redis, so that the same pages, asked about in the same way, cost nothing again; \
            without it none are kept (VOTE_EXTRACTOR_RESULT_CACHE_HOURS).
            """
    )
    var resultCacheHours: Int?

    /// How long answers are kept; nil keeps none.
    var resultCacheLifetime: Duration? {
        (resultCacheHours ?? Settings.resultCacheHours.value).map { .seconds($0 * 3600) }
    }

    @Option(help: "A folder from which jobs may read file: URIs; may be repeated (VOTE_EXTRACTOR_FILE_ROOTS).")
    var fileRoot: [String] = Settings.fileRoots.value

    @OptionGroup var buckets: BucketOptions
    @OptionGroup var files: FileLimitOptions

    @Option(
        help: """
            A host or address range that https: files may come from though it is private; may be repeated \
            (VOTE_EXTRACTOR_ALLOW_ADDRESSES).
            """
    )
    var allowAddress: [String] = Settings.allowAddresses.value

    @Flag(inversion: .prefixedNo, help: "Let jobs fetch plain http: URIs too (VOTE_EXTRACTOR_ALLOW_HTTP).")
    var allowHTTP = Settings.allowHTTP.value

    @Flag(
        inversion: .prefixedNo,
        help: """
            Keep the beginning of an answer that cannot be used in the record of the failed run, and so in the dead letter \
            and the result: it may hold what was read off sheets (VOTE_EXTRACTOR_KEEP_BAD_ANSWERS).
            """
    )
    var keepBadAnswers = Settings.keepBadAnswers.value

    @Option(
        help: """
            Seconds that running jobs may take to end after SIGTERM; without it 15 more than a call of a model may take; 15 \
            or more below the orchestrator's grace (VOTE_EXTRACTOR_DRAIN_SECONDS).
            """
    )
    var drainSeconds = Settings.drainSeconds.value

    @Option(
        help: """
            Seconds that the orchestrator gives between SIGTERM and SIGKILL (VOTE_EXTRACTOR_GRACE_SECONDS); the worker \
            warns if its drain time does not fit.
            """
    )
    var graceSeconds: Int?

    @Option(
        help: "Seconds that a job stays a silent worker's before another takes it over (VOTE_EXTRACTOR_LEASE_SECONDS)."
    )
    var leaseSeconds = Settings.leaseSeconds.value

    @Option(
        help: "Megabytes in memory beyond which it ends kindly, to be started anew (VOTE_EXTRACTOR_MEMORY_LIMIT_MB)."
    )
    var memoryLimitMB: Int?

    @Option(
        help: """
            Megabytes that documents, pages and pictures being decoded of all jobs may take; jobs wait for their turn \
            (VOTE_EXTRACTOR_MEMORY_BUDGET_MB).
            """
    )
    var memoryBudgetMB = Settings.memoryBudgetMB.value

    @Option(
        help: """
            Where to answer /livez, /readyz and /metrics: HOST:PORT, or :PORT for all of the machine's addresses \
            (VOTE_EXTRACTOR_HEALTH_ADDRESS).
            """
    )
    var healthAddress: HealthAddress?

    /// In bytes: three quarters for documents and pages, the rest for decoding.
    var memoryBudget: (documents: Int, decoding: Int) {
        let quarter = memoryBudgetMB << 18
        return (3 * quarter, quarter)
    }

    /// In bytes; nil for none.
    var memoryLimit: Int? { (memoryLimitMB ?? Settings.memoryLimitMB.value).map { $0 << 20 } }

    /// Where to answer probes; nil for nowhere.
    var probes: HealthAddress? { healthAddress ?? Settings.healthAddress.value }

    /// The policy, if there is a model for it.
    func secondOpinionPolicy() throws -> SecondOpinionPolicy {
        guard secondOpinion == .whenChecksFail || !fallbackModel.isEmpty else {
            throw ValidationError("--second-opinion \(secondOpinion.rawValue) needs a --fallback-model that gives it")
        }
        return secondOpinion
    }

    /// The warning that a shutdown would be cut short, if it would.
    var graceWarning: String? {
        ShutdownTimes(drainSeconds: drainSeconds, graceSeconds: graceSeconds ?? Settings.graceSeconds.value).warning
    }

    func validate() throws {
        try Settings.concurrency.check(concurrency)
        try Settings.memoryLimitMB.check(memoryLimitMB)
        try Settings.memoryBudgetMB.check(memoryBudgetMB)
        try Settings.drainSeconds.check(drainSeconds)
        try Settings.graceSeconds.check(graceSeconds)
        try Settings.leaseSeconds.check(leaseSeconds)
        try Settings.resultCacheHours.check(resultCacheHours)
    }
}

extension SecondOpinionPolicy: ExpressibleByArgument {}
