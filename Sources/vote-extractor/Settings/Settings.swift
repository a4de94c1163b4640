// SPDX-License-Identifier: Apache-2.0

import Redis

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

    /// In the order in which they are shown.
    private static let ofQueues: [SettingEntry] = [
        redis.entry, queue.entry, sealingKeysFile.entry, sealingKeys.entry, redactFile.entry, requireSealed.entry,
        deadLettersCap.entry, deadLettersMB.entry, deadLettersDays.entry, resultsCap.entry, deduplicationHours.entry,
    ]

    /// All of them, in the order in which they are shown.
    static let all = ofQueues + ofWorkers + ofModels + ofDashboards
}
