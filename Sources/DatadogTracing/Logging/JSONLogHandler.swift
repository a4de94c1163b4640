// SPDX-License-Identifier: Apache-2.0

import JSON
public import Logging
import Tracing

/// Writes each log line as one JSON object in one system call, with the fields that Datadog's log pipeline knows.
///
/// Dotted metadata keys stay as they are; metadata named as the line's own fields (`timestamp`, `level`, `logger`,
/// `message`) are written with `metadata.` in front. Lines are written by the calling thread and never interleave.
public struct JSONLogHandler: LogHandler {
    /// Lines below it are not written.
    public var logLevel: Logger.Level
    /// On every line.
    public var metadata: Logger.Metadata = [:]
    /// Asked for each line.
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private static let ownFields: Set<String> = ["timestamp", "level", "logger", "message"]
    private let write: @Sendable ([UInt8]) -> Void

    /// A handler that writes to a file descriptor, by default standard error.
    public init(
        label: String,
        level: Logger.Level = .info,
        metadataProvider: Logger.MetadataProvider? = .datadog,
        descriptor: Int32 = 2
    ) {
        self.init(label: label, level: level, metadataProvider: metadataProvider) { line in
            LogDescriptor(number: descriptor).write(line)
        }
    }

    /// A handler that hands each line, with its end, to a function.
    public init(
        label: String,
        level: Logger.Level = .info,
        metadataProvider: Logger.MetadataProvider? = .datadog,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.write = write
    }

    /// Metadata of every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let given = event.metadata { all.merge(given) { $1 } }
        var line: JSONObject = [
            "timestamp": .string(LogTimestamp(nanoseconds: DefaultTracerClock.now.nanosecondsSinceEpoch).text),
            "level": .string(event.level.rawValue),
            "logger": .string(label),
            "message": .string(event.message.description),
        ]
        if let error = event.error {
            let description = ErrorDescription(error, recordedIn: label)
            line["error.type"] = .string(description.type)
            line["error.message"] = .string(description.message)
        }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            line[Self.ownFields.contains(key) ? "metadata.\(key)" : key] = value.json
        }
        write(JSONValue.object(line).serialized() + [UInt8(ascii: "\n")])
    }
}

extension Logger.MetadataValue {
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(\.json))
        case .dictionary(let values):
            .object(JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        }
    }
}
