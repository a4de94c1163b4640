// SPDX-License-Identifier: Apache-2.0

import Dispatch
import JSON
import Synchronization

/// Appends one line for each chunk to a file: `{"traces":[[{…}]]}` with hexadecimal ids, as Datadog reads traces from logs.
///
/// For places where no agent runs. Several processes may share a file. ``JSONLinesTraceReader`` reads it. Writing has a
/// thread of its own, so that a slow disk holds nothing up; chunks that were not written when the exporter's task was
/// cancelled are dropped and counted.
public final class JSONLinesExporter: TraceExporter {
    private let path: String
    private let thread = DispatchQueue(label: "datadog-tracing.json-lines")
    /// Whether the last line may lack its end, as on a full disk.
    private let isTorn = Mutex(false)

    /// An exporter to the end of the file at `path`, which is made at the first chunk.
    public init(path: String) {
        self.path = path
    }

    /// Appends the chunks.
    public func export(_ chunks: [TraceChunk], statistics: TracingStatistics) async -> [TraceChunk] {
        let (results, continuation) = AsyncStream.makeStream(of: Int.self)
        thread.async {
            continuation.yield(self.append(chunks))
        }
        // Nothing comes when the task is cancelled first.
        let written = await results.first { _ in true } ?? 0
        statistics.sent(chunks[..<written])
        statistics.dropped(.sendFailed, chunks[written...])
        return []
    }

    /// How many of the chunks were written.
    private func append(_ chunks: [TraceChunk]) -> Int {
        // Opened each time: the file may have been moved away in the meantime.
        guard let file = try? AppendingFile(path: path) else { return 0 }
        return chunks.firstIndex { !append($0.jsonLine, to: file) } ?? chunks.count
    }

    private func append(_ line: [UInt8], to file: borrowing AppendingFile) -> Bool {
        let isTorn = isTorn.withLock { $0 }
        let isWritten = file.append(isTorn ? [UInt8(ascii: "\n")] + line : line)
        self.isTorn.withLock { $0 = !isWritten }
        return isWritten
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
