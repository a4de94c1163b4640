// SPDX-License-Identifier: Apache-2.0

public import Logging
import Synchronization

/// Remembers what is logged.
public final class RecordedLog: Sendable {
    /// A message and what came with it.
    public struct Line: Sendable {
        /// How grave it is.
        public let level: Logger.Level
        /// The text.
        public let message: String
        /// What the one message carried; nothing of the logger's own.
        public let metadata: Logger.Metadata
    }

    private let recorded = Mutex<[Line]>([])

    /// An empty log.
    public init() {}

    /// What was logged so far.
    public var lines: [Line] { recorded.withLock { $0 } }

    /// Writes here what is info or graver.
    public var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(
                level: event.level,
                message: event.message.description,
                metadata: event.metadata ?? [:]
            )
            log.recorded.withLock { $0.append(line) }
        }
    }
}
