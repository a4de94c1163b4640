// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import JSON
import JobQueue
import RedisJobQueue

/// `vote-extractor doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks whether settings, agent, models and Redis suit a worker and everything in the queue agrees.",
        discussion: """
            Run it with a worker's environment, but where Redis has roles, as the role doctor. The queue works on \
            meanwhile: it is gone through in slices. Providers of models are asked for their lists, which costs \
            nothing. Exits with 1 if something is left to mend.

            Examples:
              vote-extractor doctor
              vote-extractor doctor --queue-only
              vote-extractor doctor --repair --json
            """
    )

    @OptionGroup var queue: QueueOptions

    @OptionGroup var models: ModelOptions

    @Option(help: "The model that workers ask first (VOTE_EXTRACTOR_MODEL).")
    var model = Settings.model.value

    @Option(help: "A model that they ask when the first fails; may be repeated (VOTE_EXTRACTOR_FALLBACK_MODELS).")
    var fallbackModel: [String] = Settings.fallbackModels.value

    @Flag(help: "Look at Redis and the queue only: not at settings, the agent and models.")
    var queueOnly = false

    @Flag(help: "Mend what can be mended; no job is lost by it.")
    var repair = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let findings = queueOnly ? [] : try await surroundings()
        if !json { for finding in findings { Terminal.print(finding.line) } }
        try await queue.withQueue("vote-extractor-doctor") { queue in
            let facts = try await queue.server()
            let advice = ServerAdvice(facts).lines
            let rights = RightsFindings(try await queue.rights()).findings
            if !json {
                Terminal.print(Finding("Redis", .good, "version \(facts.version)").line)
                for finding in rights { Terminal.print(finding.line) }
            }
            let total = try await Self.entries(queue)
            let bar = ProgressBar(total: total, title: "Looking through the queue")
            let audit = try await queue.audit(mends: repair) { bar.show(min($0.examined, total)) }
            bar.finish()
            if json {
                var object = Self.json(audit, advice)
                object["surroundings"] = .array(findings.map(\.json))
                object["rights"] = .array(rights.map(\.json))
                Terminal.print(JSONValue.object(object).serialized())
            } else {
                show(audit, advice)
            }
            let isBad = (findings + rights).contains { $0.state == .bad }
            if audit.remaining > 0 || isBad { throw ExitCode.failure }
        }
    }

    private func surroundings() async throws -> [Finding] {
        let transport = CurlTransport(logger: .silent)
        let looked = Surroundings(modelOptions: models, models: [model] + fallbackModel, transport: transport)
        let result: Result<[Finding], any Error>
        do { result = .success(try await looked.findings()) } catch { result = .failure(error) }
        await transport.shutdown()
        return try result.get()
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
        for line in advice { Terminal.print(Finding("Redis", .doubtful, line).line) }
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
        Terminal.complain("\(audit.examined.counting("entry", "entries")) looked at; \(verdict)")
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
