// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead retry`
struct DeadRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Sends dead letters back into the queue, with all their attempts anew.",
        discussion: """
            Examples:
              vote-extractor dead retry dl-42 dl-43
              vote-extractor dead retry --all --class llm.server --dry-run
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The letters' ids.")
    var ids: [String] = []

    @Flag(help: "All letters, or with --class all of that class.")
    var all = false

    @Option(name: .customLong("class"), help: "With --all: only this error class.")
    var errorClass: String?

    @Flag(help: "Only say what would be sent.")
    var dryRun = false

    func validate() throws {
        guard all != !ids.isEmpty else { throw ValidationError("name letters, or give --all") }
        guard all || errorClass == nil else { throw ValidationError("--class goes with --all") }
    }

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead") { queue in
            let ids = all ? try await allIDs(queue) : ids
            var sent = 0
            for id in ids { sent += try await retry(id, queue) }
            Terminal.complain("\(sent) of \(ids.count) dead letters \(dryRun ? "would be" : "were") sent back")
            if sent < ids.count { throw ExitCode.notFound }
        }
    }

    /// The ids are read before any is sent, so that a job which dies again meanwhile is not sent twice.
    private func allIDs(_ queue: RedisJobQueue) async throws -> [String] {
        var ids: [String] = []
        var cursor: DeadLetterCursor?
        repeat {
            let page = try await queue.deadLetters(errorType: errorClass, limit: 500, after: cursor)
            ids += page.records.compactMap { $0["id"]?.stringValue }
            cursor = page.next
        } while cursor != nil
        return ids
    }

    private func retry(_ id: String, _ queue: RedisJobQueue) async throws -> Int {
        guard let letter = try await queue.deadLetter(id: id) else {
            Terminal.complain("there is no dead letter \(id)")
            return 0
        }
        if dryRun {
            Terminal.print(id)
            return 1
        }
        return try await queue.redrive([letter]).count
    }
}
