// SPDX-License-Identifier: Apache-2.0

import Extraction
import Logging
import ModelClient
import Redis
import WorkerHealth

/// Every setting that has a variable, once. Options, `vote-extractor config` and the file's keys are made of this list,
/// and a test holds the help of all commands against it.
///
/// Not swift-configuration: it passes over values of the wrong type, knows no list of names that a key could be meant to
/// be, and derives the names of variables, while ours partly are those of others. What is left to do is this folder.
enum Settings {
    // The queue.
    static let redis = Setting(
        "REDIS_URL",
        "--redis",
        default: "redis://localhost:6379",
        "redis://HOST, rediss://HOST, redis+sentinel://HOST/MASTER or unix:///PATH, user and password percent-encoded"
    ) { (try? RedisConfiguration(url: $0)) != nil }
    static let queue = Setting(
        "VOTE_EXTRACTOR_QUEUE",
        "--queue",
        default: "vote-extraction",
        "a name without braces and line breaks"
    ) { name in
        !name.contains { "{}".contains($0) || $0.isNewline }
    }

    static let sealingKeysFile = Setting<String?>("VOTE_EXTRACTOR_SEALING_KEYS_FILE", "--sealing-keys-file")
    static let sealingKeys = Setting.secret("VOTE_EXTRACTOR_SEALING_KEYS")
    static let redactFile = Setting<String?>("VOTE_EXTRACTOR_REDACT_FILE", "--redact-file")
    static let requireSealed = Setting<Bool>("VOTE_EXTRACTOR_REQUIRE_SEALED", "--require-sealed")

    // What the queue keeps.
    static let deadLettersCap = Setting(
        "VOTE_EXTRACTOR_DEAD_LETTERS_CAP",
        "--dead-letters-cap",
        in: 1...100_000_000,
        default: 1_000_000
    )
    static let deadLettersMB = Setting(
        "VOTE_EXTRACTOR_DEAD_LETTERS_MB",
        "--dead-letters-mb",
        in: 1...1_000_000,
        default: 4096
    )
    static let deadLettersDays = Setting(
        "VOTE_EXTRACTOR_DEAD_LETTERS_DAYS",
        "--dead-letters-days",
        in: 1...3650,
        default: 90
    )
    static let resultsCap = Setting(
        "VOTE_EXTRACTOR_RESULTS_CAP",
        "--results-cap",
        in: 0...100_000_000,
        default: 1_000_000
    )
    static let deduplicationHours = Setting(
        "VOTE_EXTRACTOR_DEDUPLICATION_HOURS",
        "--deduplication-hours",
        in: 1...8760,
        default: 24
    )

    // Workers.
    static let concurrency = Setting("VOTE_EXTRACTOR_CONCURRENCY", "--concurrency", in: 1...10_000, default: 8)
    static let model = Setting("VOTE_EXTRACTOR_MODEL", "--model", default: "gemini-2.5-flash")
    static let fallbackModels = Setting<[String]>("VOTE_EXTRACTOR_FALLBACK_MODELS", "--fallback-model")
    static let secondOpinion = Setting<SecondOpinionPolicy>(
        "VOTE_EXTRACTOR_SECOND_OPINION",
        "--second-opinion",
        written: "failed, unvouched or always",
        default: .whenChecksFail,
        as: "failed"
    )
    static let profile = Setting<String?>(
        "VOTE_EXTRACTOR_PROFILE",
        "--profile",
        // Of several files none goes before the built-in one; of one alone the file says, see `ProfileOptions`.
        unset: SettingSources.current.says(profileFiles.entry) ? nil : ExtractionProfile.thaiSS518.id
    )
    static let profileFiles = Setting<[String]>("VOTE_EXTRACTOR_PROFILE_FILES", "--profile-file")
    static let fileRoots = Setting<[String]>("VOTE_EXTRACTOR_FILE_ROOTS", "--file-root")
    static let buckets = Setting<[BucketRoot]>(
        "VOTE_EXTRACTOR_BUCKETS",
        "--bucket",
        eachWritten: "s3://NAME, gs://NAME or either with /FOLDER"
    )
    static let awsKeyID = Setting.secret("AWS_ACCESS_KEY_ID")
    static let awsSecret = Setting.secret("AWS_SECRET_ACCESS_KEY")
    static let awsSessionToken = Setting.secret("AWS_SESSION_TOKEN")
    static let awsRegion = Setting.withoutFlag("AWS_REGION")
    static let awsDefaultRegion = Setting.withoutFlag("AWS_DEFAULT_REGION", unset: BucketOptions.region)
    static let s3URL = Setting.withoutFlag("AWS_ENDPOINT_URL_S3")
    static let awsURL = Setting.withoutFlag("AWS_ENDPOINT_URL")
    static let maxLongSide = Setting("VOTE_EXTRACTOR_MAX_LONG_SIDE", "--max-long-side", in: 256...8192, default: 2048)
    static let allowAddresses = Setting<[String]>("VOTE_EXTRACTOR_ALLOW_ADDRESSES", "--allow-address")
    static let allowHTTP = Setting<Bool>("VOTE_EXTRACTOR_ALLOW_HTTP", "--allow-http")
    static let keepBadAnswers = Setting<Bool>("VOTE_EXTRACTOR_KEEP_BAD_ANSWERS", "--keep-bad-answers")
    static let drainSeconds = Setting("VOTE_EXTRACTOR_DRAIN_SECONDS", "--drain-seconds", in: 0...3600, default: 60)
    static let graceSeconds = Setting<Int?>("VOTE_EXTRACTOR_GRACE_SECONDS", "--grace-seconds", in: 0...86_400)
    static let leaseSeconds = Setting("VOTE_EXTRACTOR_LEASE_SECONDS", "--lease-seconds", in: 3...3600, default: 30)
    static let memoryLimitMB = Setting<Int?>("VOTE_EXTRACTOR_MEMORY_LIMIT_MB", "--memory-limit-mb", in: 64...1_000_000)
    static let memoryBudgetMB = Setting(
        "VOTE_EXTRACTOR_MEMORY_BUDGET_MB",
        "--memory-budget-mb",
        in: 64...1_000_000,
        default: 1024
    )
    static let healthAddress = Setting<HealthAddress?>(
        "VOTE_EXTRACTOR_HEALTH_ADDRESS",
        "--health-address",
        written: "HOST:PORT or :PORT"
    )
    static let logLevel = Setting<Logger.Level>(
        "LOG_LEVEL",
        "--log-level",
        written: "trace, debug, info, notice, warning, error or critical",
        default: .info,
        as: "info"
    )

    // Several queues.
    static let alsoQueues = Setting<[SharedQueueOptions.Queue]>(
        "VOTE_EXTRACTOR_ALSO_QUEUES",
        "--also-queue",
        eachWritten: "NAME, NAME=WEIGHT or NAME=WEIGHT/CONCURRENCY"
    )
    static let queueOrder = Setting<SharedQueueOptions.Order>(
        "VOTE_EXTRACTOR_QUEUE_ORDER",
        "--queue-order",
        written: "strict or weighted",
        default: .strict,
        as: "strict"
    )
    static let queueWeight = Setting("VOTE_EXTRACTOR_QUEUE_WEIGHT", "--queue-weight", in: 1...1000, default: 1)

    // Calls of models.
    static let stream = Setting<Bool>("VOTE_EXTRACTOR_STREAM", "--stream")
    static let firstByteSeconds = Setting(
        "VOTE_EXTRACTOR_FIRST_BYTE_SECONDS",
        "--first-byte-seconds",
        in: 1...600,
        default: 60
    )
    static let idleSeconds = Setting("VOTE_EXTRACTOR_IDLE_SECONDS", "--idle-seconds", in: 1...600, default: 30)
    static let hedgeAfterSeconds = Setting<Int?>(
        "VOTE_EXTRACTOR_HEDGE_AFTER_SECONDS",
        "--hedge-after-seconds",
        in: 1...600
    )
    static let thinking = Setting<ThinkingEffort?>(
        "VOTE_EXTRACTOR_THINKING",
        "--thinking",
        written: "minimal, low, medium or high"
    )
    static let rateLimits = Setting<[String]>("VOTE_EXTRACTOR_RATE_LIMITS", "--rate-limit")
    static let gatePatienceSeconds = Setting(
        "VOTE_EXTRACTOR_GATE_PATIENCE_SECONDS",
        "--gate-patience-seconds",
        in: 1...600,
        default: 20
    )
    static let jobBudgetUSD = Setting<MicroDollars?>(
        "VOTE_EXTRACTOR_JOB_BUDGET_USD",
        "--job-budget-usd",
        written: "US dollars such as 0.05, with at most six places"
    )
    static let dayBudgetUSD = Setting<MicroDollars?>(
        "VOTE_EXTRACTOR_DAY_BUDGET_USD",
        "--day-budget-usd",
        written: "US dollars such as 20, with at most six places"
    )

    static let resultCacheHours = Setting<Int?>(
        "VOTE_EXTRACTOR_RESULT_CACHE_HOURS",
        "--result-cache-hours",
        in: 1...720
    )

    // Models.
    static let geminiKey = Setting.secret("GEMINI_API_KEY")
    static let googleKey = Setting.secret("GOOGLE_API_KEY")
    static let geminiURL = Setting<String?>("GEMINI_BASE_URL", "--gemini-url", unset: ModelProviders.geminiURL)
    static let googleCredentials = Setting.withoutFlag("GOOGLE_APPLICATION_CREDENTIALS")
    static let googleMetadataHost = Setting.withoutFlag("GCE_METADATA_HOST")
    static let vertexProject = Setting<String?>("GOOGLE_CLOUD_PROJECT", "--vertex-project")
    static let vertexLocation = Setting("GOOGLE_CLOUD_LOCATION", "--vertex-location", default: "global")
    static let vertexURL = Setting<String?>("VERTEX_BASE_URL", "--vertex-url")
    static let openaiKey = Setting.secret("OPENAI_API_KEY")
    static let openaiURL = Setting<String?>("OPENAI_BASE_URL", "--openai-url", unset: ModelProviders.openAIURL)
    static let anthropicKey = Setting.secret("ANTHROPIC_API_KEY")
    static let anthropicURL = Setting<String?>(
        "ANTHROPIC_BASE_URL",
        "--anthropic-url",
        unset: ModelProviders.anthropicURL
    )
    static let localModelURL = Setting("LOCAL_MODEL_URL", "--local-model-url", default: "http://127.0.0.1:8089")
    static let prices = Setting<String?>("VOTE_EXTRACTOR_PRICES", "--prices")

    // The dashboard.
    static let dashboardHost = Setting("VOTE_EXTRACTOR_DASHBOARD_HOST", "--host", default: "127.0.0.1")
    static let dashboardPort = Setting("VOTE_EXTRACTOR_DASHBOARD_PORT", "--port", in: 0...65_535, default: 8091)
    static let dashboardToken = Setting.secret("VOTE_EXTRACTOR_DASHBOARD_TOKEN")
    static let dashboardTokenFile = Setting<String?>("VOTE_EXTRACTOR_DASHBOARD_TOKEN_FILE", "--token-file")
    static let dashboardHostNames = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES", "--host-name")
    static let dashboardBehindTLS = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_BEHIND_TLS", "--behind-tls")
    static let dashboardReadOnly = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_READ_ONLY", "--read-only")
    static let dashboardShowContent = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_SHOW_CONTENT", "--show-content")
    static let dashboardTraceFiles = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_TRACE_FILES", "--trace-file")
    static let dashboardFetchPages = Setting<Bool>(
        "VOTE_EXTRACTOR_DASHBOARD_FETCH_PAGES",
        "--fetch-pages",
        default: true
    )
    static let dashboardAllowAddresses = Setting<[String]>(
        "VOTE_EXTRACTOR_DASHBOARD_ALLOW_ADDRESSES",
        "--allow-address"
    )
    static let dashboardFileRoots = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_FILE_ROOTS", "--file-root")

    static let dashboardBuckets = Setting<[BucketRoot]>(
        "VOTE_EXTRACTOR_DASHBOARD_BUCKETS",
        "--bucket",
        eachWritten: "s3://NAME, gs://NAME or either with /FOLDER"
    )

    static let all: [SettingEntry] = [
        redis.entry, queue.entry, sealingKeysFile.entry, sealingKeys.entry, requireSealed.entry, redactFile.entry,
        deadLettersCap.entry, deadLettersMB.entry, deadLettersDays.entry, resultsCap.entry, deduplicationHours.entry,
        concurrency.entry, model.entry, fallbackModels.entry, secondOpinion.entry,
        profile.entry, profileFiles.entry, fileRoots.entry, buckets.entry, awsKeyID.entry, awsSecret.entry,
        awsSessionToken.entry, awsRegion.entry,
        awsDefaultRegion.entry, s3URL.entry, awsURL.entry, maxLongSide.entry, allowAddresses.entry, allowHTTP.entry,
        keepBadAnswers.entry, drainSeconds.entry, graceSeconds.entry, leaseSeconds.entry, memoryLimitMB.entry,
        memoryBudgetMB.entry,
        healthAddress.entry, logLevel.entry, alsoQueues.entry, queueOrder.entry, queueWeight.entry, stream.entry,
        firstByteSeconds.entry, idleSeconds.entry, hedgeAfterSeconds.entry, thinking.entry, rateLimits.entry,
        gatePatienceSeconds.entry,
        jobBudgetUSD.entry,
        dayBudgetUSD.entry, resultCacheHours.entry, geminiKey.entry,
        googleKey.entry, geminiURL.entry, googleCredentials.entry, googleMetadataHost.entry, vertexProject.entry,
        vertexLocation.entry,
        vertexURL.entry, openaiKey.entry, openaiURL.entry, anthropicKey.entry, anthropicURL.entry,
        localModelURL.entry, prices.entry, dashboardHost.entry, dashboardPort.entry, dashboardToken.entry,
        dashboardTokenFile.entry, dashboardHostNames.entry, dashboardBehindTLS.entry, dashboardReadOnly.entry,
        dashboardShowContent.entry, dashboardTraceFiles.entry, dashboardFetchPages.entry,
        dashboardAllowAddresses.entry, dashboardFileRoots.entry, dashboardBuckets.entry,
    ]
}
