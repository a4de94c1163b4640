// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether Redis suits the queue and whether everything in the queue agrees, and mends it.",
        discussion: """
            The queue works on meanwhile: it is gone through in slices. Exits with 1 if something is left to mend.

            Examples:
              vote-extractor doctor
              vote-extractor doctor --repair --json
            """
    )

    @OptionGroup var queue: QueueOptions

    @Flag(help: "Mend what can be mended; no job is lost by it.")
    var repair = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await queue.withQueue("vote-extractor-doctor") { queue in
            let advice = ServerAdvice(try await queue.server()).lines
            let total = try await Self.entries(queue)
            let bar = ProgressBar(total: total, title: "Looking through the queue")
            let audit = try await queue.audit(mends: repair) { bar.show(min($0.examined, total)) }
            bar.finish()
            if json {
                Terminal.print(JSONValue.object(Self.json(audit, advice)).serialized())
            } else {
                show(audit, advice)
            }
            if audit.remaining > 0 { throw ExitCode.failure }
        }
    }

    /// About how many entries there are to look at. Where a key is of another type, the audit tells.
    private static func entries(_ queue: RedisJobQueue) async throws -> Int {
        do {
            let statistics = try await queue.statistics()
            // Each job in flight has three entries and a lease, each letter about eight.
            return 4 * statistics.inFlight + 2 * statistics.delayed + 6 * statistics.deadLetters.count
                + statistics.workers
        } catch  where error.code == .refused {
            return 0
        }
    }

    private func show(_ audit: QueueAudit, _ advice: [String]) {
        for line in advice { Terminal.print("! \(line)") }
        if audit.defects > 0 {
            var table = TextTable([("FOUND", .right), ("MENDED", .right), ("DEFECT", .left), ("FOR EXAMPLE", .left)])
            for kind in QueueDefect.Kind.allCases {
                guard let count = audit.counts[kind] else { continue }
                let samples = audit.samples.filter { $0.kind == kind }.prefix(3).map(\.subject)
                let name = kind.rawValue.split(separator: "_").joined(separator: " ")
                table.append(["\(count)", "\(audit.mended[kind] ?? 0)", name, samples.joined(separator: ", ")])
            }
            for line in table.lines { Terminal.print(line) }
        }
        let verdict =
            audit.defects == 0
            ? "everything agrees"
            : audit.remaining == 0 ? "all mended" : "\(audit.remaining) to mend\(repair ? "" : ": try --repair")"
        Terminal.complain("\(audit.examined) entries looked at; \(verdict)")
    }

    private static func json(_ audit: QueueAudit, _ advice: [String]) -> JSONObject {
        let defects = QueueDefect.Kind.allCases.compactMap { kind -> JSONValue? in
            guard let count = audit.counts[kind] else { return nil }
            return [
                "kind": .string(kind.rawValue), "found": .integer(Int64(count)),
                "mended": .integer(Int64(audit.mended[kind] ?? 0)),
                "examples": .array(audit.samples.filter { $0.kind == kind }.map { .string($0.subject) }),
            ]
        }
        return [
            "examined": .integer(Int64(audit.examined)), "defects": .array(defects),
            "remaining": .integer(Int64(audit.remaining)), "advice": .array(advice.map { .string($0) }),
        ]
    }
}
