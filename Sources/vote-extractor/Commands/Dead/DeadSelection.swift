// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// The letters that a command changes: named one by one, or all that a filter lets through.
struct DeadSelection: ParsableArguments {
    @Argument(help: "The letters' ids.")
    var ids: [String] = []

    @Flag(help: "All letters, or all that the conditions let through.")
    var all = false

    @OptionGroup(title: "With --all") var conditions: DeadFilterOptions

    @Option(help: "With --all: at most so many a second.")
    var rate: Double?

    @Flag(help: "Only say which and how many it would be.")
    var dryRun = false

    @OptionGroup var report: ChangeReport

    func validate() throws {
        guard all != !ids.isEmpty else { throw ValidationError("name letters, or give --all") }
        guard all || conditions.isEmpty && rate == nil else {
            throw ValidationError("conditions and --rate go with --all")
        }
        if let rate, !(0.001...1_000_000).contains(rate) {
            throw ValidationError("--rate must be from 0.001 to 1000000")
        }
    }

    /// Does the change to all letters meant and reports it.
    ///
    /// - Parameters:
    ///   - verb: What was done, such as `sent back`.
    ///   - sweep: Changes all that a sweep reaches.
    ///   - each: Changes letters named by their ids; returns how many.
    func change(
        _ queue: RedisJobQueue,
        _ verb: String,
        sweep: (DeadLetterSweep, (DeadLetterSweep.Progress) -> Void) async throws ->
            DeadLetterSweep.Progress,
        each: ([BuriedJob]) async throws -> Int
    ) async throws {
        if all {
            try await changeAll(queue, verb, sweep)
        } else {
            try await changeNamed(queue, verb, each)
        }
    }

    private func changeAll(
        _ queue: RedisJobQueue,
        _ verb: String,
        _ change: (DeadLetterSweep, (DeadLetterSweep.Progress) -> Void) async throws ->
            DeadLetterSweep.Progress
    ) async throws {
        let now = try await queue.deadLetterTotals().now
        let sweep = try await DeadLetterSweep(queue, conditions.filter(now: now), rate: rate)
        if !dryRun { Terminal.complain("if this is interrupted, go on with --until \(sweep.until.rfc3339)") }
        let bar = ProgressBar(total: sweep.total, title: "Dead letters \(verb)")
        let progress =
            dryRun
            ? try await sweep.forEach(onProgress: { bar.show($0.examined) }, { showIDs($0.map(\.id)) })
            : try await change(sweep) { bar.show($0.examined) }
        bar.finish()
        if progress.skipped > 0 {
            Terminal.complain(
                "\(progress.skipped.counting("dead letter")) too large for that; name one for more, or delete it"
            )
        }
        tell(
            verb,
            progress.changed,
            of: progress.matched,
            ["skipped": .integer(Int64(progress.skipped)), "until": .string(sweep.until.rfc3339)]
        )
    }

    private func changeNamed(
        _ queue: RedisJobQueue,
        _ verb: String,
        _ change: ([BuriedJob]) async throws -> Int
    ) async throws {
        var missing: [String] = []
        var changed = 0
        for id in ids {
            guard let letter = try await queue.deadLetter(id: id) else {
                Terminal.complain("there is no dead letter \(id.printable)")
                missing.append(id)
                continue
            }
            if dryRun { showIDs([id]) } else { changed += try await change([letter]) }
        }
        tell(verb, changed, of: ids.count - missing.count, ["not_found": .array(missing.map { .string($0) })])
        if !missing.isEmpty { throw ExitCode.notFound }
    }

    private func showIDs(_ ids: [String]) {
        guard !report.json else { return }
        for id in ids { Terminal.print(id.printable) }
    }

    private func tell(_ verb: String, _ changed: Int, of matched: Int, _ more: JSONObject) {
        var object: JSONObject = [
            "matched": .integer(Int64(matched)), "changed": .integer(Int64(changed)), "dry_run": .bool(dryRun),
        ]
        for member in more { object[member.key] = member.value }
        report.tell(
            dryRun
                ? "\(matched.counting("dead letter")) would be \(verb)"
                : "\(changed) of \(matched.counting("dead letter")) \(verb)",
            object
        )
    }
}
