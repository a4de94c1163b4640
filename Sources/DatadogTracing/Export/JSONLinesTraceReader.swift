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
    /// A last line without its end, which a process may just be writing, is left out, and so are lines that are no JSON,
    /// as a full disk leaves them, beside others that are.
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
        var firstMistake: DatadogTracingError?
        var isAnyRead = false
        for (index, line) in lines.enumerated() where !line.isEmpty {
            guard let json = try? JSONValue(parsing: Array(line)) else {
                firstMistake = firstMistake ?? Self.malformed(index + 1, path)
                continue
            }
            spans += try Self.spans(in: json, number: index + 1, path: path)
            isAnyRead = true
        }
        if !isAnyRead, let firstMistake { throw firstMistake }
        return spans
    }

    private static func spans(
        in line: JSONValue,
        number: Int,
        path: String
    ) throws(DatadogTracingError) -> [FinishedSpan] {
        guard let traces = line["traces"]?.arrayValue else { throw malformed(number, path) }
        return traces.flatMap { $0.arrayValue ?? [] }.compactMap { FinishedSpan(json: $0) }
    }

    private static func malformed(_ number: Int, _ path: String) -> DatadogTracingError {
        DatadogTracingError(
            .malformedTrace,
            "Line \(number) of \(path) is no trace: each line has to be {\"traces\":[[…]]}."
        )
    }
}
