// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatadogTracing
import JSON
import JobQueue
import Logging
import RedisJobQueue
import Tracing

/// `vote-extractor demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Enqueues sheets, waits for their results and shows them. Run scripts/demo, which starts the rest.",
        discussion: "Example: scripts/demo, or scripts/demo my-sheets/ page.pdf"
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "Files or folders. NAME_p1.jpg, NAME_p2.jpg are pages of one sheet.")
    var paths: [String]

    @Option(help: "A file to which a worker writes its traces; may be repeated.")
    var traces: [String] = []

    @Flag(help: "Print only result envelopes, one a line.")
    var json = false

    @Option(help: "For how many seconds to wait at most.")
    var timeout = 600

    func run() async throws {
        let sheets = try Sheet.all(in: paths)
        let (tracer, telemetry) = DatadogTracing.make(
            configuration: DatadogTracingConfiguration(environment: Environment.all),
            logger: .silent
        )
        InstrumentationSystem.bootstrap(tracer)
        try await queue.withQueue("vote-extractor-demo") { queue in
            let ids = try await enqueue(sheets, to: queue)
            await telemetry.flush()
            let results = try await wait(for: ids, queue)
            let names = Dictionary(zip(ids, sheets.map(\.name)), uniquingKeysWith: { first, _ in first })
            if json {
                for result in results { Terminal.print(result.serialized()) }
            } else {
                await show(DemoReport(sheets: names, results: results))
            }
        }
    }

    /// Each job carries the context of a producer's span, as those of other services do.
    private func enqueue(_ sheets: [Sheet], to queue: RedisJobQueue) async throws -> [String] {
        let producer = JobProducer(queue: queue, seal: try self.queue.seal())
        var ids: [String] = []
        for sheet in sheets {
            let id = try await withSpan("demo.enqueue", ofKind: .producer) { span in
                span.attributes["resource.name"] = sheet.name
                var request = JobProducer.Request()
                request.tags = ["sheet": sheet.name]
                request.options.maximumAttempts = 2
                return try await producer.enqueue(sheet.files(maximumMB: Settings.maxFileMB.value), request)
            }
            ids.append(id)
        }
        return ids
    }

    private func wait(for ids: [String], _ queue: RedisJobQueue) async throws -> [JSONValue] {
        let bar = ProgressBar(total: ids.count, title: "Reading sheets")
        defer { bar.finish() }
        let unsealer = try self.queue.unsealer()
        return try await ResultWaiter(queue: queue)
            .wait(for: ids, timeout: .seconds(timeout), onProgress: bar.show)
            .map { try JSONValue(parsing: unsealer.result($0.serialized())) }
    }

    private func show(_ report: DemoReport) async {
        for line in report.table() { Terminal.print(line) }
        await showTrace(of: report)
        showDeadLetter(of: report)
        Terminal.print("")
        Terminal.print("More: scripts/demo --json prints the numbers that were read; scripts/demo --keep leaves all")
        Terminal.print("running, to try `vote-extractor dead show`, `enqueue --wait` and the rest of --help.")
    }

    private func showTrace(of report: DemoReport) async {
        guard let job = report.mostTellingJob, let traceID = job["trace"]?["trace_id"]?.stringValue else { return }
        guard let tree = await TraceFiles(paths: traces).tree(traceID: traceID, root: "extraction.job") else { return }
        Terminal.print("")
        Terminal.print(Terminal.bold("The trace of \(report.name(of: job))"))
        Terminal.print(tree)
    }

    private func showDeadLetter(of report: DemoReport) {
        guard let job = report.deadJob, let error = job["error"] else { return }
        Terminal.print("")
        Terminal.print(Terminal.bold("Dead letter: \(report.name(of: job))"))
        Terminal.print("  id      \(error["dead_letter_id"]?.stringValue ?? "-")")
        Terminal.print("  class   \(error["type"]?.stringValue ?? "-")")
        Terminal.print("  reason  \(error["message"]?.stringValue ?? "-")")
    }
}
