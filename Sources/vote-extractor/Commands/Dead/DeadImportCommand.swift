// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor dead import`
struct DeadImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Puts exported dead letters back among the dead letters, from standard input.",
        discussion: """
            A letter that is there already stays as it is, so an import may be repeated. Nothing is dropped to make \
            room. A job that is sealed for the queue that it came from is refused by others.

            Examples:
              vote-extractor dead import < dead.ndjson
              zcat corrupt.ndjson.gz | vote-extractor dead import --json
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "What the queue keeps") var keeping: QueueLimitOptions

    @Flag(help: "Only check the lines.")
    var dryRun = false

    @Flag(help: "Print what was done as one JSON object.")
    var json = false

    func run() async throws {
        try await queue.withQueue("vote-extractor-dead", limits: keeping.limits) { queue in
            var counts: [DeadLetterImport: Int] = [:]
            var bad = 0
            var lines = InputLines(maximumBytes: Self.longestLine)
            var letters: [BuriedJob] = []
            while let line = try await lines.next() {
                do {
                    letters.append(try Self.letter(line.bytes, for: queue.queueName))
                } catch {
                    bad += 1
                    Terminal.complain("line \(line.number): \(error)")
                }
                if letters.count == 100 { try await take(&letters, queue, &counts) }
            }
            try await take(&letters, queue, &counts)
            report(counts, bad: bad)
            let isRefused = counts.contains { word, _ in word != .imported && word != .present }
            if bad > 0 || isRefused { throw ExitCode.failure }
        }
    }

    /// More than Redis takes in one value.
    private static let longestLine = 1 << 30

    private static func letter(_ line: [UInt8], for queue: String) throws -> BuriedJob {
        guard let object = try JSONValue(parsing: line).objectValue else {
            throw CommandError("an exported letter is a JSON object")
        }
        let letter = try BuriedJob(importing: object)
        guard let origin = object["queue"]?.stringValue, origin != queue,
            SealedForm.keyID(ofJob: letter.bytes) != nil || SealedForm.keyID(ofJob: letter.original) != nil
        else { return letter }
        throw CommandError(
            "the job is sealed for the queue \(origin.prefix(200)) and cannot be opened in \(queue): import it with --queue "
                + "\(origin.prefix(200)), open it there with `dead show --job` and the key, and enqueue what that prints"
        )
    }

    private func take(
        _ letters: inout [BuriedJob],
        _ queue: RedisJobQueue,
        _ counts: inout [DeadLetterImport: Int]
    ) async throws {
        defer { letters = [] }
        guard !dryRun else {
            counts[.imported, default: 0] += letters.count
            return
        }
        for word in try await queue.importDeadLetters(letters) { counts[word, default: 0] += 1 }
    }

    private func report(_ counts: [DeadLetterImport: Int], bad: Int) {
        if json {
            var object: JSONObject = ["unreadable": .integer(Int64(bad))]
            for word in DeadLetterImport.allCases { object[word.rawValue] = .integer(Int64(counts[word] ?? 0)) }
            Terminal.print(JSONValue.object(object).serialized())
            return
        }
        let meanings: [(DeadLetterImport, String)] = [
            (.imported, dryRun ? "could be imported" : "imported"), (.present, "there already"),
            (.taken, "refused: another letter has the id"), (.expired, "refused: older than letters are kept"),
            (.ahead, "refused: numbered for a queue whose clock is more than a day ahead"), (.full, "refused: no room"),
        ]
        for (word, meaning) in meanings {
            if let count = counts[word] { Terminal.complain("\(count.counting("dead letter")) \(meaning)") }
        }
        if bad > 0 { Terminal.complain("\(bad.counting("line")) could not be read") }
    }
}
