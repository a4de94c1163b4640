// SPDX-License-Identifier: Apache-2.0

import JSON

/// Appends one line for each chunk to a file: `{"traces":[[{…}]]}` with hexadecimal ids, as Datadog reads traces from logs.
///
/// For places where no agent runs. Several processes may share a file. ``JSONLinesTraceReader`` reads it.
public final class JSONLinesExporter: TraceExporter {
    private let path: String

    /// An exporter to the end of the file at `path`, which is made at the first chunk.
    public init(path: String) {
        self.path = path
    }

    /// Appends the chunks.
    public func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async {
        // Opened each time: the file may have been moved away in the meantime.
        guard let file = try? AppendingFile(path: path) else {
            statistics.dropped(.sendFailed, chunks)
            return
        }
        for chunk in chunks {
            if file.append(chunk.jsonLine) {
                statistics.sent([chunk])
            } else {
                statistics.dropped(.sendFailed, [chunk])
            }
        }
    }
}

extension TraceChunk {
    /// The chunk with its line end.
    var jsonLine: [UInt8] {
        let spans = JSONValue.array(spans.map(\.json))
        let line: JSONValue = .object(["traces": .array([spans])])
        return line.serialized() + [UInt8(ascii: "\n")]
    }
}
