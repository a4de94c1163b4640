// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor enqueue`
struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Enqueues the pages of tally sheets as jobs, or job envelopes from standard input.",
        discussion: """
            The files are uploaded to Redis, so that workers on other machines can read them. They are kept there for \
            seven days from when the job may run; those of a dead letter, for as long as dead letters are. Envelopes \
            on standard input are sent as they come, by the hundred where many do. At one that cannot be read, or when \
            it is interrupted, it stops and says how many went before.

            Examples:
              vote-extractor enqueue page1.jpg page2.jpg --wait
              vote-extractor enqueue sheet.pdf --model local-model --tag province=Phrae
              vote-extractor enqueue sheet.pdf --delay 2h
              vote-extractor enqueue --sheets ./scans --wait > results.ndjson
              vote-extractor enqueue - < jobs.ndjson
              vote-extractor enqueue sheet.pdf --json | jq -r .id
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(
        help: """
            The pages of a sheet, in order; with --sheets of several; or - for job envelopes on standard input, one a line.
            """
    )
    var files: [String]

    @Flag(
        help: """
            The files are of several sheets, each a job of its own that is tagged sheet=NAME: NAME_p1, NAME_p2 and so on are \
            the pages of one, any other file is a sheet; a folder stands for the files in it.
            """
    )
    var sheets = false

    @Option(help: "The job's id. Default: a new UUIDv7. The same id twice is the same job.")
    var id: String?

    @Option(help: "The model to ask first.")
    var model: String?

    @Option(help: "A model to ask when the first fails; may be repeated.")
    var fallbackModel: [String] = []

    @Option(help: "A tag, NAME=VALUE, kept on the result; may be repeated.")
    var tag: [String] = []

    @Option(help: "Megabytes of one file at most, as workers have it (VOTE_EXTRACTOR_MAX_FILE_MB).")
    var maxFileMB = Settings.maxFileMB.value

    @Option(help: "Do not run it before so much time has passed, such as 90s, 30m, 12h or 7d.")
    var delay: TimeArgument?

    @Option(help: "Do not run it before this RFC 3339 time.")
    var at: TimeArgument?

    @Flag(help: "Wait for the result, print it and take it off the results list.")
    var wait = false

    @Option(help: "With --wait: for how many seconds at most.")
    var timeout = 600

    @Flag(
        help: """
            Print JSON: the job's id (one line for each sheet, with its name), how many jobs were enqueued, or with --wait \
            each result in one line.
            """
    )
    var json = false

    func validate() throws {
        try Settings.maxFileMB.check(maxFileMB)
        guard files != ["-"] || !wait else { throw ValidationError("--wait goes with files, not with -") }
        guard !sheets || id == nil && files != ["-"] else {
            throw ValidationError("--sheets goes with files, not with - or --id")
        }
        guard delay == nil || at == nil else { throw ValidationError("give --delay or --at, not both") }
        guard files != ["-"] || delay == nil && at == nil else {
            throw ValidationError("envelopes on standard input say themselves when they may run: options.not_before_ms")
        }
        for tag in tag where !tag.contains("=") { throw ValidationError("--tag \(tag): write NAME=VALUE") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-enqueue") { queue in
            if files == ["-"] {
                let count = try await EnvelopeSender(queue: queue, seal: try self.queue.seal()).sendAll()
                if json {
                    Self.print(["enqueued": .integer(Int64(count))])
                } else {
                    Terminal.complain("\(count.counting("job")) enqueued")
                }
            } else {
                try await enqueueFiles(to: queue)
            }
        }
    }

    private func enqueueFiles(to queue: RedisJobQueue) async throws {
        let all = sheets ? try Sheet.all(in: files) : [Sheet(name: "", paths: files)]
        var ids: [String] = []
        for sheet in all {
            do {
                ids.append(try await enqueue(sheet, to: queue))
            } catch  where !ids.isEmpty {
                Terminal.complain("enqueued before: \(ids.joined(separator: " "))")
                throw error
            }
            if !wait { show(id: ids[ids.count - 1], of: sheet) }
        }
        if wait { try await showResults(of: ids, queue) }
    }

    private func enqueue(_ sheet: Sheet, to queue: RedisJobQueue) async throws -> String {
        var request = JobProducer.Request()
        request.id = id ?? request.id
        request.model = model
        request.fallbackModels = fallbackModel
        request.tags = (sheets ? ["sheet": sheet.name] : [:]).merging(tags) { _, given in given }
        request.options.notBefore = (delay ?? at)?.moment(after: .now)
        let pages = try sheet.files(maximumMB: maxFileMB)
        return try await JobProducer(queue: queue, seal: try self.queue.seal()).enqueue(pages, request)
    }

    private func show(id: String, of sheet: Sheet) {
        guard json else { return Terminal.print(sheets ? "\(id) \(sheet.name.printable)" : id) }
        Self.print(sheets ? ["id": .string(id), "sheet": .string(sheet.name)] : ["id": .string(id)])
    }

    private func showResults(of ids: [String], _ queue: RedisJobQueue) async throws {
        let title = ids.count == 1 ? "Waiting for \(ids[0])" : "Reading sheets"
        let bar = ProgressBar(total: ids.count, title: title)
        let unsealer = try self.queue.unsealer()
        let results = try await Interruption.telling(Self.account(of: ids)) {
            try await ResultWaiter(queue: queue)
                .wait(for: ids, timeout: .seconds(timeout), onProgress: bar.show) { result in
                    let opened = try JSONValue(parsing: unsealer.result(result.serialized()))
                    Terminal.print(opened.serialized(pretty: Terminal.outputIsTerminal && !json && !sheets))
                }
        }
        bar.finish()
        guard results.allSatisfy(Self.isReading) else { throw ExitCode.failure }
    }

    /// Not what failed, was cancelled or came too late: there is nothing in it.
    private static func isReading(_ result: JSONValue) -> Bool {
        [ResultEnvelope.Status.succeeded, .needsReview].contains { result["status"]?.stringValue == $0.rawValue }
    }

    private static func account(of ids: [String]) -> String {
        guard ids.count == 1 else {
            return
                "the jobs of which no result was printed go on, and `vote-extractor results` shows what they give; all: "
                + ids.joined(separator: " ")
        }
        return "job \(ids[0]) goes on. The same command with --id \(ids[0]) waits for it again; "
            + "`vote-extractor jobs show \(ids[0])` tells where it is"
    }

    private static func print(_ object: JSONObject) { Terminal.print(JSONValue.object(object).serialized()) }

    private var tags: [String: String] {
        Dictionary(
            tag.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), String(parts[1]))
            },
            uniquingKeysWith: { _, last in last }
        )
    }
}
