// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue

/// Which dead letters are meant: those that fulfil every condition given.
struct DeadFilterOptions: ParsableArguments {
    @Option(name: .customLong("class"), help: "Only this error class, such as llm.server.")
    var errorClass: String?

    @Option(help: "Only letters that are alike, see `dead groups`.")
    var fingerprint: String?

    @Option(help: "Only those that failed at this stage, such as model.")
    var stage: String?

    @Option(help: "Only those given up for this reason, such as attempts_exhausted or poison.")
    var reason: DeadLetterReason?

    @Option(help: "Only those where a kept attempt asked this model.")
    var model: String?

    @Option(help: "Only this job's.")
    var job: String?

    @Option(help: "Only jobs of this type.")
    var type: String?

    @Option(help: "Only jobs with this tag, NAME=VALUE; may be repeated.")
    var tag: [String] = []

    @Option(help: "Only those that died then or later: an RFC 3339 time, or an age such as 90s, 30m, 12h or 7d.")
    var since: TimeArgument?

    @Option(help: "Only those that died then or earlier.")
    var until: TimeArgument?

    func validate() throws {
        for tag in tag where !tag.contains("=") { throw ValidationError("--tag \(tag): write NAME=VALUE") }
    }

    /// Ages are counted back from `now`, the queue's clock.
    func filter(now: Moment) -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.errorType = errorClass
        filter.fingerprint = fingerprint
        filter.stage = stage
        filter.reason = reason
        filter.model = model
        filter.jobID = job
        filter.type = type
        for tag in tag {
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            filter.tags[String(parts[0])] = String(parts[1])
        }
        filter.since = since?.moment(before: now)
        filter.until = until?.moment(before: now)
        return filter
    }

    /// Whether any condition was given.
    var isEmpty: Bool { filter(now: .now) == DeadLetterFilter() }
}
