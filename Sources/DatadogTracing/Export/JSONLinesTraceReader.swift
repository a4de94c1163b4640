// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

/// Reads spans back from the files that ``JSONLinesExporter`` writes.
public struct JSONLinesTraceReader: Sendable {
    /// Bytes of one file that are read at most.
    public var maximumBytes = 256 * 1024 * 1024

    /// A reader.
    public init() {}

    /// All spans of these files, in order; those of one trace may lie in several files.
    ///
    /// A last line without its end, which a process may just be writing, is left out.
    public func spans(inFiles paths: [String]) throws(DatadogTracingError) -> [FinishedSpan] {
        var spans: [FinishedSpan] = []
        for path in paths { spans += try self.spans(inFile: path) }
        return spans
    }

    private func spans(inFile path: String) throws(DatadogTracingError) -> [FinishedSpan] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= maximumBytes else {
            throw DatadogTracingError(
                .fileUnreadable,
                "The trace file \(path) cannot be read, or is larger than \(maximumBytes) bytes: check the path."
            )
        }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        var spans: [FinishedSpan] = []
        for (index, line) in lines.enumerated() where !line.isEmpty {
            spans += try Self.spans(inLine: Array(line), number: index + 1, path: path)
        }
        return spans
    }

    private static func spans(
        inLine line: [UInt8],
        number: Int,
        path: String
    ) throws(DatadogTracingError) -> [FinishedSpan] {
        guard let traces = (try? JSONValue(parsing: line))?["traces"]?.arrayValue else {
            throw DatadogTracingError(
                .malformedTrace,
                "Line \(number) of \(path) is no trace: each line has to be {\"traces\":[[…]]}."
            )
        }
        return traces.flatMap { $0.arrayValue ?? [] }.compactMap { FinishedSpan(json: $0) }
    }
}
