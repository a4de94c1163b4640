// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Synchronization

/// Blacks out what matches the operator's patterns in what is about to go to LLM Observability.
final class Redaction: Sendable {
    private let patterns: Mutex<[Regex<AnyRegexOutput>]>

    static let mark = "[redacted]"

    /// Reads one regular expression a line; lines that begin with `#`, and empty ones, are passed over.
    init(_ text: String) throws(CommandError) {
        var patterns: [Regex<AnyRegexOutput>] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            do {
                patterns.append(try Regex(String(line)))
            } catch {
                throw CommandError("line \(index + 1) of the patterns to redact is no regular expression")
            }
        }
        guard !patterns.isEmpty else { throw CommandError("the file of patterns to redact has none") }
        self.patterns = Mutex(patterns)
    }

    /// The text with what matches blacked out.
    func redacted(_ text: String) -> String {
        patterns.withLock { patterns in
            patterns.reduce(text) { text, pattern in text.replacing(pattern, with: Self.mark) }
        }
    }

    /// The span with its inputs, outputs, prompt, metadata and error blacked out.
    func redacted(_ span: LLMObs.ProcessedSpan) -> LLMObs.ProcessedSpan {
        var span = span
        span.input = span.input?.mappingTexts(redacted)
        span.output = span.output?.mappingTexts(redacted)
        span.expectedOutput = span.expectedOutput?.mappingTexts(redacted)
        span.prompt = span.prompt?.mappingTexts(redacted)
        span.metadata = JSONObject(span.metadata.map { ($0.key, redacted($0.value)) })
        if let error = span.error {
            span.error = LLMObs.SpanError(
                type: error.type,
                message: redacted(error.message),
                stack: redacted(error.stack)
            )
        }
        return span
    }

    private func redacted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(redacted(text))
        case .array(let values): .array(values.map(redacted))
        case .object(let members): .object(JSONObject(members.map { ($0.key, redacted($0.value)) }))
        default: value
        }
    }
}
