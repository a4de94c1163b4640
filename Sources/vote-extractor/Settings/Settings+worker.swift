// SPDX-License-Identifier: Apache-2.0

import Extraction
import Logging
import WorkerHealth

/// What workers do, and with what.
extension Settings {
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
    static let maxFiles = Setting("VOTE_EXTRACTOR_MAX_FILES", "--max-files", in: 1...1000, default: 20)
    static let maxFileMB = Setting("VOTE_EXTRACTOR_MAX_FILE_MB", "--max-file-mb", in: 1...1000, default: 10)
    static let maxJobMB = Setting("VOTE_EXTRACTOR_MAX_JOB_MB", "--max-job-mb", in: 1...1000, default: 30)
    static let maxPages = Setting("VOTE_EXTRACTOR_MAX_PAGES", "--max-pages", in: 1...1000, default: 20)
    static let maxMegapixels = Setting("VOTE_EXTRACTOR_MAX_MEGAPIXELS", "--max-megapixels", in: 1...1000, default: 100)
    static let allowAddresses = Setting<[String]>("VOTE_EXTRACTOR_ALLOW_ADDRESSES", "--allow-address")
    static let allowHTTP = Setting<Bool>("VOTE_EXTRACTOR_ALLOW_HTTP", "--allow-http")
    static let keepBadAnswers = Setting<Bool>("VOTE_EXTRACTOR_KEEP_BAD_ANSWERS", "--keep-bad-answers")
    static let drainSeconds = Setting(
        "VOTE_EXTRACTOR_DRAIN_SECONDS",
        "--drain-seconds",
        in: 0...3600,
        default: ShutdownTimes.drainSeconds(forCallsOf: modelTimeoutSeconds.given)
    )
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

    /// In the order in which they are shown.
    static let ofWorkers: [SettingEntry] = [
        concurrency.entry, model.entry, fallbackModels.entry, secondOpinion.entry, profile.entry, profileFiles.entry,
        fileRoots.entry, buckets.entry, awsKeyID.entry, awsSecret.entry, awsSessionToken.entry, awsRegion.entry,
        awsDefaultRegion.entry, s3URL.entry, awsURL.entry, maxLongSide.entry, maxFiles.entry, maxFileMB.entry,
        maxJobMB.entry, maxPages.entry, maxMegapixels.entry, allowAddresses.entry, allowHTTP.entry,
        keepBadAnswers.entry, drainSeconds.entry, graceSeconds.entry, leaseSeconds.entry, memoryLimitMB.entry,
        memoryBudgetMB.entry, healthAddress.entry, logLevel.entry, alsoQueues.entry, queueOrder.entry,
        queueWeight.entry,
    ]
}
