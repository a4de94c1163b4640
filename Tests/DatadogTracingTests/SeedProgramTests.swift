// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import JSON
import TestSupport
import Testing

@testable import DatadogTracing

/// The patterns of the reference program `seed_patterns.py` that make spans of the tracer alone, field by field as ddtrace.
///
/// What is meant to differ is named at each, and told in DifferencesFromDdtrace.md.
@Suite("Patterns as ddtrace", .enabled(if: Captures.arePresent, Captures.hint)) struct SeedProgramTests {
    private let capture = TraceCapture(
        configuration: DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
    )
    private static let service = "vote-extractor"

    private var tracer: DatadogTracer { capture.tracer }

    /// An error of the name and message that Python's has.
    private struct Failure: DatadogErrorDescribing {
        let errorType: String
        let errorMessage: String

        init(_ type: String, _ message: String) {
            errorType = type
            errorMessage = message
        }
    }

    // MARK: Errors

    /// The tag `error` is the span's flag here, and no tag besides.
    private static let flag = ["error", "meta/error"]

    private func tag(_ span: DatadogSpan, _ error: Failure, context: [String: String]) {
        span.setTag("error", true)
        span.setTag("error.type", String(error.errorType.drop { $0 != "." }.dropFirst()))
        span.setTag("error.message", error.errorMessage)
        span.setTag("error.stack", "by hand")
        for (key, value) in context { span.setTag("error.context.\(key)", value) }
        span.setMetric("error.count", 1)
    }

    @Test func anErrorThatStaysInside() throws {
        tracer.trace("operation", service: Self.service) { span in
            let context = ["user_id": "u-7", "file_count": "2", "operation": "extraction"]
            tag(span, Failure("builtins.ValueError", "bad form"), context: context)
        }
        try compare("seed_error_helper_swallowed", except: Self.flag)
    }

    @Test func anErrorThatLeavesAfterwards() throws {
        let error = Failure("builtins.ValueError", "bad form")
        try? tracer.trace("operation", service: Self.service) { span in
            tag(span, error, context: ["user_id": "u-7"])
            throw error
        }
        // What was set by hand stays.
        try compare("seed_error_helper_reraised", except: ["meta/error", "meta/error.type"])
    }

    @Test func anErrorThatNobodyTags() throws {
        try? tracer.trace("operation", service: Self.service) { _ in
            throw Failure("__main__.ExtractionException", "Invalid data: 3")
        }
        try compare("seed_error_untagged_exception")
    }

    @Test func anErrorThatBecomesAnother() throws {
        try? tracer.trace("vote_extraction.extract", service: Self.service) { span in
            span.setTag("error", true)
            span.setTag("error.type", "ValueError")
            span.setTag("error.message", "missing table")
            span.setTag("extraction.success", false)
            throw Failure("__main__.ExtractionException", "Invalid data: missing table")
        }
        try compare(
            "seed_error_converted",
            except: ["meta/error", "meta/error.type", "meta/error.message"]
        )
    }

    // MARK: Retries

    private func retry(_ attempts: Int, failing: Int) throws {
        let error = Failure("builtins.ConnectionError", "reset by peer")
        try tracer.trace("gemini.with_retry", service: Self.service) { parent in
            parent.setMetric("retry.max_attempts", Double(attempts))
            for attempt in 1...attempts {
                let isDone = try tracer.trace("gemini.attempt", service: Self.service) { span in
                    span.setMetric("retry.attempt_number", Double(attempt))
                    guard attempt <= failing else {
                        span.setTag("retry.success", true)
                        parent.setMetric("retry.attempts_used", Double(attempt))
                        parent.setTag("retry.success", true)
                        return true
                    }
                    span.setTag("error", true)
                    span.setTag("error.type", "ConnectionError")
                    span.setTag("error.message", error.errorMessage)
                    span.setTag("retry.success", false)
                    guard attempt == attempts else {
                        span.setMetric("retry.wait_seconds", Double(1 << (attempt - 1)))
                        return false
                    }
                    giveUp(parent, attempt)
                    throw error
                }
                if isDone { return }
            }
        }
    }

    private func giveUp(_ parent: DatadogSpan, _ attempt: Int) {
        parent.setTag("error", true)
        parent.setTag("error.type", "MaxRetriesExceeded")
        parent.setTag("error.final_error", "reset by peer")
        parent.setMetric("retry.attempts_used", Double(attempt))
        parent.setTag("retry.success", false)
    }

    @Test func theThirdTry() throws {
        try retry(3, failing: 2)
        try compare("seed_retry_success_after_two", except: Self.flag)
    }

    @Test func noTryLeft() throws {
        #expect(throws: Failure.self) { try retry(3, failing: 3) }
        try compare("seed_retry_exhausted", except: Self.flag + ["meta/error.type"])
    }

    // MARK: Side by side

    @Test func filesSideBySide() async throws {
        let files: [(name: String, size: Int?)] = [("a.jpg", 1), ("b.jpg", nil), ("c.jpg", 3)]
        await tracer.trace("processing.parallel", service: Self.service) { parent in
            parent.setMetric("parallel.task_count", Double(files.count))
            // One after the other, so that they start in the recording's order.
            for (index, file) in files.enumerated() {
                async let done: Void = tracer.trace("processing.file_\(index)", service: Self.service) { span in
                    await Task.yield()
                    span.setTag("file.index", index)
                    span.setTag("file.name", file.name)
                    if let size = file.size { span.setMetric("file.size_bytes", Double(size)) }
                    if file.size == nil { span.setTag("error", true) }
                    if file.size == nil { span.setTag("error.type", "OSError") }
                    span.setTag("processing.success", file.size != nil)
                }
                await done
            }
            parent.setMetric("parallel.successes", 2)
            parent.setMetric("parallel.failures", 1)
            parent.setTag("parallel.all_succeeded", false)
        }
        try compare("seed_parallel_gather", except: Self.flag)
    }

    @Test func anErrorOfOneOfThem() async throws {
        await tracer.trace("processing.parallel", service: Self.service) { _ in
            for index in 0..<3 {
                async let done: Void = tracer.trace("processing.file", resource: "file_\(index)") { _ in
                    await Task.yield()
                    if index == 1 { throw Failure("builtins.OSError", "truncated") }
                }
                try? await done
            }
        }
        try compare("seed_parallel_gather_raising")
    }

    // MARK: Tags

    @Test func tagsOfAModelsCall() throws {
        tracer.trace("llm.call", service: Self.service, resource: "gemini-2.5-flash", type: "llm-tags") { span in
            let texts = [
                "llm.model_name": "gemini-2.5-flash", "llm.model_provider": "google", "operation.type": "extraction",
                "operation.status": "success", "input.format": "image/jpeg", "output.format": "json",
                "string.tag": "value", "resource.type": "image", "user.id": "u-7",
            ]
            for (key, value) in texts { span.setTag(key, value) }
            span.setTag("boolean.tag", true)
            span.setTag("llm.temperature", 0.0)
            span.setTag("llm.max_tokens", 16384)
            span.setTag("input.file_count", 2)
            let numbers = [
                "llm.tokens.prompt": 258, "llm.tokens.completion": 42, "llm.tokens.total": 300,
                "input.total_size_bytes": 3072, "output.records_count": 1, "numeric.metric": 123.45,
            ]
            for (key, value) in numbers { span.setMetric(key, value) }
            span.setTag("resource.name", "form-a")
        }
        // Here the tag is the resource.
        try compare("seed_section3_tags", except: ["resource", "meta/resource.name"])
    }

    // MARK: Comparing

    /// Values that differ from run to run or between languages; whether they are there is compared.
    private static let ownValues: Set = [
        "meta/language", "meta/runtime-id", "meta/_dd.p.tid", "meta/_dd.tags.process", "meta/error.stack",
        "metrics/process_id",
    ]

    private func compare(
        _ name: String,
        except deliberate: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let recorded = try #require(try Captures.traceRequest(name).body.arrayValue)
            .flatMap { $0.arrayValue ?? [] }.map(RecordedSpan.finished)
        let ours = capture.popChunks().flatMap(\.spans)
        #expect(ours.map(\.name) == recorded.map(\.name), sourceLocation: sourceLocation)
        var unused = Set(deliberate)
        for (span, other) in zip(ours, recorded) {
            let (ours, theirs) = (Self.fields(span), Self.fields(other))
            for key in Set(ours.keys).union(theirs.keys).sorted() where ours[key] != theirs[key] {
                if deliberate.contains(key) {
                    unused.remove(key)
                    continue
                }
                let difference = "\(ours[key] ?? "nothing"), not \(theirs[key] ?? "nothing")"
                Issue.record("\(span.name): \(key) is \(difference)", sourceLocation: sourceLocation)
            }
        }
        #expect(
            unused.isEmpty,
            "these differences do not occur: \(unused)",
            sourceLocation: sourceLocation
        )
    }

    private static func fields(_ span: FinishedSpan) -> [String: String] {
        var fields = [
            "service": span.service, "resource": span.resource, "type": span.type, "error": "\(span.isError)",
            "is root": "\(span.parentID == nil)",
        ]
        // Python spells booleans `True` and `False`.
        for (key, value) in span.meta {
            fields["meta/\(key)"] = ["True", "False"].contains(value) ? value.lowercased() : value
        }
        for (key, value) in span.metrics { fields["metrics/\(key)"] = "\(value)" }
        for key in ownValues where fields[key] != nil { fields[key] = "there" }
        return fields
    }
}
