// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import HTTPTypes
import JSON
import WorkerHealth

/// `vote-extractor health`
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks a worker on this machine whether it is alive; made for containers' health checks.",
        discussion: """
            Exits with 0 if it is, else with 1 and what is wrong on standard error.

            Examples:
              vote-extractor health --address :8090
              vote-extractor health --address 127.0.0.1:8090 --ready
              vote-extractor health --address :8090 --ready --json | jq .answer
            """
    )

    @Option(help: "What the worker was given as --health-address (VOTE_EXTRACTOR_HEALTH_ADDRESS).")
    var address: HealthAddress?

    @Flag(help: "Ask whether it takes jobs instead.")
    var ready = false

    @Flag(help: "Print what was found as one JSON object.")
    var json = false

    @OptionGroup var config: ConfigFileOption

    func run() async throws {
        guard let address = address ?? Settings.healthAddress.value else {
            throw ValidationError("--address is missing: where the worker answers, HOST:PORT or :PORT")
        }
        let transport = CurlTransport(logger: .silent)
        let answer: Result<HTTPTransportResponse, HTTPTransportError>
        do throws(HTTPTransportError) {
            var request = HTTPTransportRequest(url: "http://\(address.reachable)\(ready ? "/readyz" : "/livez")")
            request.timeouts.total = .seconds(5)
            answer = .success(try await transport.send(request))
        } catch {
            answer = .failure(error)
        }
        await transport.shutdown()
        try show(answer, of: address)
    }

    private func show(
        _ answer: Result<HTTPTransportResponse, HTTPTransportError>,
        of address: HealthAddress
    ) throws {
        let (isWell, text) =
            switch answer {
            case .success(let response):
                (response.status == .ok, String(decoding: response.body.prefix(2000), as: UTF8.self))
            case .failure(let error): (false, "no worker answers at \(address): \(error)\n")
            }
        if json {
            let words = text.split(whereSeparator: \.isNewline).joined(separator: "\n")
            let found: JSONValue = [
                "address": .string("\(address)"), "probe": ready ? "ready" : "live", "ok": .bool(isWell),
                "answer": .string(words),
            ]
            Terminal.print(found.serialized())
        } else {
            Terminal.note(text)
        }
        if !isWell { throw ExitCode.failure }
    }
}
