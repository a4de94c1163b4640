// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue

/// How much a queue keeps. Nothing in Redis says so: whoever changes the queue has to be told the same.
struct QueueLimitOptions: ParsableArguments {
    @Option(help: "Dead letters kept at most; the oldest go first (VOTE_EXTRACTOR_DEAD_LETTERS_CAP).")
    var deadLettersCap = Settings.deadLettersCap.value

    @Option(
        help: """
            Megabytes of dead letters, records and jobs together, kept at most; the oldest go first \
            (VOTE_EXTRACTOR_DEAD_LETTERS_MB).
            """
    )
    var deadLettersMB = Settings.deadLettersMB.value

    @Option(
        help: """
            Days that dead letters and their uploaded pages are kept; older ones go when others come \
            (VOTE_EXTRACTOR_DEAD_LETTERS_DAYS).
            """
    )
    var deadLettersDays = Settings.deadLettersDays.value

    @Option(
        help: """
            Results beyond which no more jobs are handed out until consumers catch up; 0 = no bound \
            (VOTE_EXTRACTOR_RESULTS_CAP).
            """
    )
    var resultsCap = Settings.resultsCap.value

    @Option(
        help: """
            Hours that a finished id is remembered, so that the same job is not run again; a million ids at most \
            (VOTE_EXTRACTOR_DEDUPLICATION_HOURS).
            """
    )
    var deduplicationHours = Settings.deduplicationHours.value

    /// What the queue is opened with.
    var limits: JobQueueLimits {
        var limits = JobQueueLimits()
        limits.deadLettersCap = deadLettersCap
        limits.deadLettersBytes = deadLettersMB << 20
        limits.deadLettersAge = .seconds(deadLettersDays * 86_400)
        limits.resultsCap = resultsCap
        limits.deduplicationWindow = .seconds(deduplicationHours * 3600)
        return limits
    }

    func validate() throws {
        try Settings.deadLettersCap.check(deadLettersCap)
        try Settings.deadLettersMB.check(deadLettersMB)
        try Settings.deadLettersDays.check(deadLettersDays)
        try Settings.resultsCap.check(resultsCap)
        try Settings.deduplicationHours.check(deduplicationHours)
    }
}
