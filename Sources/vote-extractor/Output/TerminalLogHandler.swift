// SPDX-License-Identifier: Apache-2.0

import Logging

/// Log lines for a person, on whose terminal the texts of jobs are only text.
struct TerminalLogHandler: LogHandler {
    private var handler: StreamLogHandler

    init(label: String, level: Logger.Level, metadataProvider: Logger.MetadataProvider? = nil) {
        handler = .standardError(label: label, metadataProvider: metadataProvider)
        handler.logLevel = level
    }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue.mapValues(Self.printable) }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue.map(Self.printable) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(event.message.description.printable)"
        event.metadata = event.metadata?.mapValues(Self.printable)
        handler.log(event: event)
    }

    private static func printable(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        .string("\(value)".printable)
    }
}
