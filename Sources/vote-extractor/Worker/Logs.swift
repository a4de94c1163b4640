// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Logging

/// The process's logs: lines for a person on a terminal, else JSON with trace ids.
enum Logs {
    /// Where they begin, they tell of variables that were meant as settings but are none.
    static func start(level: Logger.Level, tracing: DatadogTracingConfiguration? = nil) -> Logger {
        LoggingSystem.bootstrap(
            { label, provider in
                if Terminal.errorIsTerminal {
                    return TerminalLogHandler(label: label, level: level, metadataProvider: provider)
                }
                return JSONLogHandler(label: label, level: level, metadataProvider: provider)
            },
            metadataProvider: tracing.map { .datadog($0) }
        )
        let logger = Logger(label: "vote-extractor")
        for stranger in SettingSources.current.strangers { logger.warning("\(stranger)") }
        return logger
    }
}
