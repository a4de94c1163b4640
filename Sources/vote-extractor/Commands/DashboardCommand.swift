// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
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
            It listens on this machine only, unless it is given a token to log in with. Beyond this machine, put a \
            proxy with TLS before it.

            Examples:
              vote-extractor dashboard
              vote-extractor dashboard --read-only --port 9000
              vote-extractor dashboard --show-content --file-root ./sheets
              VOTE_EXTRACTOR_DASHBOARD_TOKEN=$(openssl rand -hex 24) vote-extractor dashboard --host 0.0.0.0 \\
                --host-name queue.example.org --behind-tls
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup(title: "What the queue keeps") var keeping: QueueLimitOptions

    @Option(help: "Address to listen on (VOTE_EXTRACTOR_DASHBOARD_HOST). Anything but loopback needs a token.")
    var host = Settings.dashboardHost.value

    @Option(help: "Port to listen on; 0 takes a free one (VOTE_EXTRACTOR_DASHBOARD_PORT).")
    var port = Settings.dashboardPort.value

    @Option(
        help: """
            A file whose first line is the token (VOTE_EXTRACTOR_DASHBOARD_TOKEN_FILE); else \
            VOTE_EXTRACTOR_DASHBOARD_TOKEN is.
            """
    )
    var tokenFile: String?

    @Option(
        help:
            "A name by which browsers ask for it, beside localhost and addresses (VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES)."
    )
    var hostName: [String] = Settings.dashboardHostNames.value

    @Flag(
        inversion: .prefixedNo,
        help: """
            Browsers reach it over TLS through a proxy: its cookie is sent that way only, and clients are told apart by \
            the proxy (VOTE_EXTRACTOR_DASHBOARD_BEHIND_TLS).
            """
    )
    var behindTLS = Settings.dashboardBehindTLS.value

    @Flag(inversion: .prefixedNo, help: "Show everything and change nothing (VOTE_EXTRACTOR_DASHBOARD_READ_ONLY).")
    var readOnly = Settings.dashboardReadOnly.value

    @Flag(
        inversion: .prefixedNo,
        help:
            "Also show what was read off sheets, their pages, and texts of jobs (VOTE_EXTRACTOR_DASHBOARD_SHOW_CONTENT)."
    )
    var showContent = Settings.dashboardShowContent.value

    @OptionGroup var pages: PageOptions

    @Option(
        help: """
            A file that traces are written to, see DD_TRACE_AGENT_URL, to show jobs' courses; may be repeated \
            (VOTE_EXTRACTOR_DASHBOARD_TRACE_FILES).
            """
    )
    var traceFile: [String] = Settings.dashboardTraceFiles.value

    @Option(help: "Write the dashboard's address to this file once it listens.")
    var urlFile: String?

    func validate() throws {
        try Settings.dashboardPort.check(port)
    }

    func run() async throws {
        let logger = Logs.start(level: .info)
        let queue = try self.queue.open(
            clientName: "vote-extractor-dashboard",
            limits: keeping.limits,
            logger: logger
        )
        let gates = try SharedGates(self.queue, clientName: "vote-extractor-dashboard-gates", logger: logger)
        let guarded = CurlTransport(configuration: pages.guardedTransport, logger: logger)
        let open = CurlTransport(configuration: pages.openTransport, logger: logger)
        let seal = try self.queue.seal()
        let requiresSealed = self.queue.sealing.requireSealed
        let blobs = SealedBlobs(queue: queue, seal: seal, requiresSealed: requiresSealed)
        let sources = DashboardSources(
            queue,
            name: self.queue.queue,
            gates: gates.store,
            spending: gates.spending,
            traces: traceFile.isEmpty ? nil : TraceFiles(paths: traceFile),
            seal: seal,
            requiresSealed: requiresSealed,
            pages: ShownPages(files: try pages.fetcher(guarded: guarded, open: open, blobs)),
            pageSchemes: pages.schemes
        )
        let dashboard = try makeDashboard(sources, logger)
        try await ServiceGroup(services: [dashboard], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            .run()
        await guarded.shutdown()
        await open.shutdown()
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
        guard let tokenFile = tokenFile ?? Settings.dashboardTokenFile.value else {
            return Settings.dashboardToken.value
        }
        guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            throw ValidationError("--token-file: \(tokenFile) cannot be read")
        }
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}
