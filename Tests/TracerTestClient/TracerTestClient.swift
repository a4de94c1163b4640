// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// A small HTTP server around the tracer, through which suites that compare tracers of several languages drive it.
///
/// Listens on `127.0.0.1:$APM_TEST_CLIENT_SERVER_PORT`; the tracer takes its settings from the environment.
@main
struct TracerTestClient {
    static func main() async {
        do {
            try await run(environment: ProcessInfo.processInfo.environment)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(environment: [String: String]) async throws {
        guard let port = environment["APM_TEST_CLIENT_SERVER_PORT"].flatMap(Int.init) else {
            throw StartError("APM_TEST_CLIENT_SERVER_PORT is missing: set it to the TCP port to listen on.")
        }
        var logger = Logger(label: "tracer-test-client")
        let host = try TracedHost(environment: environment, logger: logger)
        logger.logLevel = host.isDebugging ? .debug : .info
        let server = Application(
            router: Router.testClient(of: host),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        )
        // The server stops first, so that the spans of its last requests still go out.
        let services = ServiceGroup(
            services: host.services + [server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await services.run()
        await host.shutdown()
    }
}

/// Why the program does not start.
struct StartError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
