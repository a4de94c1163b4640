// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// How models are asked, and where they are.
extension Settings {
    // Calls of models.
    static let modelTimeoutSeconds = Setting(
        "VOTE_EXTRACTOR_MODEL_TIMEOUT_SECONDS",
        "--model-timeout-seconds",
        // A run has 600 s in all.
        in: 1...600,
        default: 120
    )
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

    /// In the order in which they are shown.
    static let ofModels: [SettingEntry] = [
        modelTimeoutSeconds.entry, stream.entry, firstByteSeconds.entry, idleSeconds.entry, hedgeAfterSeconds.entry,
        thinking.entry,
        rateLimits.entry, gatePatienceSeconds.entry, jobBudgetUSD.entry, dayBudgetUSD.entry, resultCacheHours.entry,
        geminiKey.entry, googleKey.entry, geminiURL.entry, googleCredentials.entry, googleMetadataHost.entry,
        vertexProject.entry, vertexLocation.entry, vertexURL.entry, openaiKey.entry, openaiURL.entry,
        anthropicKey.entry, anthropicURL.entry, localModelURL.entry, prices.entry,
    ]
}
