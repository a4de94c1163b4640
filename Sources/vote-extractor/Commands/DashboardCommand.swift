// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dashboard
import Foundation
import Logging
import RedisJobQueue
import ServiceLifecycle
import UnixSignals

/// `vote-extractor dashboard`
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Serves web pages to watch the queue and to manage its dead letters.",
        discussion: """
            It listens on this machine only, unless it is given a token to log in with. Beyond this machine, put a proxy \
            with TLS before it.

            Examples:
              vote-extractor dashboard
              vote-extractor dashboard --read-only --port 9000
              VOTE_EXTRACTOR_DASHBOARD_TOKEN=$(openssl rand -hex 24) vote-extractor dashboard --host 0.0.0.0 \\
                --host-name queue.example.org --behind-tls
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(help: "Address to listen on (VOTE_EXTRACTOR_DASHBOARD_HOST). Anything but loopback needs a token.")
    var host = Environment["VOTE_EXTRACTOR_DASHBOARD_HOST"] ?? "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one (VOTE_EXTRACTOR_DASHBOARD_PORT).")
    var port = Environment["VOTE_EXTRACTOR_DASHBOARD_PORT"].flatMap { Int($0) } ?? 8091

    @Option(help: "A file whose first line is the token; else VOTE_EXTRACTOR_DASHBOARD_TOKEN is.")
    var tokenFile: String?

    @Option(
        help:
            "A name by which browsers ask for it, beside localhost and addresses (VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES)."
    )
    var hostName: [String] = Environment.list("VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES")

    @Flag(
        help: """
            Browsers reach it over TLS through a proxy: its cookie is sent that way only, and clients are told apart by \
            the proxy (VOTE_EXTRACTOR_DASHBOARD_BEHIND_TLS).
            """
    )
    var behindTLS = Environment.flag("VOTE_EXTRACTOR_DASHBOARD_BEHIND_TLS")

    @Flag(help: "Show everything and change nothing (VOTE_EXTRACTOR_DASHBOARD_READ_ONLY).")
    var readOnly = Environment.flag("VOTE_EXTRACTOR_DASHBOARD_READ_ONLY")

    @Flag(help: "Also show what was read off sheets, and texts of jobs (VOTE_EXTRACTOR_DASHBOARD_SHOW_CONTENT).")
    var showContent = Environment.flag("VOTE_EXTRACTOR_DASHBOARD_SHOW_CONTENT")

    @Option(
        help:
            "A file that traces are written to (DD_TRACE_AGENT_URL=file:///…), to show jobs' courses; may be repeated."
    )
    var traceFile: [String] = []

    @Option(help: "Write the dashboard's address to this file once it listens.")
    var urlFile: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
    }

    func run() async throws {
        let logger = Logs.start(level: .info)
        let queue = try self.queue.open(clientName: "vote-extractor-dashboard", logger: logger)
        let gates = try SharedGates(self.queue, clientName: "vote-extractor-dashboard-gates", logger: logger)
        let sources = DashboardSources(
            queue,
            name: self.queue.queue,
            gates: gates.store,
            traces: traceFile.isEmpty ? nil : TraceFiles(paths: traceFile)
        )
        let dashboard = try makeDashboard(sources, logger)
        try await ServiceGroup(services: [dashboard], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            .run()
        await gates.close()
        await queue.close()
    }

    private func makeDashboard(_ sources: DashboardSources, _ logger: Logger) throws -> Dashboard {
        do {
            return try Dashboard(configuration: configuration(), sources: sources, logger: logger) {
                [urlFile] address in
                logger.info("dashboard listens", metadata: ["url": "\(address)"])
                guard let urlFile else { return }
                do {
                    try address.write(toFile: urlFile, atomically: true, encoding: .utf8)
                } catch {
                    logger.error("the URL file cannot be written", metadata: ["path": "\(urlFile)"])
                }
            }
        } catch let error as DashboardError {
            throw ValidationError(error.message)
        }
    }

    private func configuration() throws -> DashboardConfiguration {
        var configuration = DashboardConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.token = try token()
        configuration.hostNames = hostName
        configuration.isBehindTLS = behindTLS
        configuration.isReadOnly = readOnly
        configuration.showsContent = showContent
        return configuration
    }

    private func token() throws -> String? {
        guard let tokenFile else { return Environment["VOTE_EXTRACTOR_DASHBOARD_TOKEN"] }
        guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            throw ValidationError("--token-file: \(tokenFile) cannot be read")
        }
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}
