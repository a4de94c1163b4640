// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import LocalModel
import Logging
import ServiceLifecycle
import UnixSignals

/// `vote-extractor local-model`
struct LocalModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-model",
        abstract: "Serves a model that needs no key: it reads clean printed sheets by OCR.",
        discussion: """
            It speaks Gemini's generateContent and, below /v1, OpenAI's chat completions. Handwriting it does not read: \
            it then answers nothing rather than guess.

            Faults: no answer (status=503, rate-limit[:retry-after=3s], daily-quota, too-many-tokens, delay=2s, drop), one \
            that breaks off (truncated, broken-body, stall), one without text (safety, prompt-block, empty, \
            finish=RECITATION), a wrong one (malformed, wrong-shape, miscount, loop); each with :rate=0.2 and :model=NAME, \
            or in order, as script=FAULT,ok,FAULT.

            Examples:
              vote-extractor local-model --port 8089
              vote-extractor local-model --fault status=503:rate=0.2 --fault delay=2s:rate=0.1
              OPENAI_BASE_URL=http://127.0.0.1:8089/v1 vote-extractor worker --model openai:local-model
            """
    )

    @Option(help: "Address to listen on. Nobody is asked for a key: keep it to this machine.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8089

    @Option(help: "Pages read at the same time, each on a thread of its own.")
    var concurrency = 2

    @Option(help: "A Tesseract language; may be repeated. Default: tha and eng.")
    var language: [String] = []

    @Option(help: "A fault to inject, such as status=503:rate=0.2; may be repeated.")
    var fault: [String] = []

    @Option(help: "Makes the faults' dice repeatable.")
    var seed: UInt64 = 0

    @Option(help: "Write the server's URL to this file once it listens.")
    var urlFile: String?

    func run() async throws {
        let logger = Logs.start(level: .info)
        let server = LocalModelServer(configuration: try serverConfiguration(), logger: logger) { [urlFile] endpoint in
            logger.info("local model listens", metadata: ["url": "\(endpoint.baseURL)"])
            guard let urlFile else { return }
            do {
                try endpoint.baseURL.write(toFile: urlFile, atomically: true, encoding: .utf8)
            } catch {
                logger.error("the URL file cannot be written", metadata: ["path": "\(urlFile)"])
            }
        }
        try await ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }

    private func serverConfiguration() throws -> LocalModelConfiguration {
        do {
            return LocalModelConfiguration(
                host: host,
                port: port,
                languages: language.isEmpty ? ["tha", "eng"] : language,
                concurrency: concurrency,
                faults: try FaultPlan(parsing: fault, seed: seed)
            )
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
