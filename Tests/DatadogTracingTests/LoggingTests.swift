// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Foundation
import JSON
import Logging
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct LoggingTests {
    private final class Lines: Sendable {
        let bytes = Mutex<[UInt8]>([])

        var values: [JSONValue] {
            bytes.withLock { $0 }.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: Array($0)) }
        }
    }

    private let lines = Lines()
    private let capture: TraceCapture

    init() {
        capture = TraceCapture(
            configuration: DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
        )
    }

    private func logger(_ provider: Logger.MetadataProvider? = .datadog) -> Logger {
        Logger(label: "test.label") { [lines] label in
            JSONLogHandler(label: label, metadataProvider: provider) { line in lines.bytes.withLock { $0 += line } }
        }
    }

    @Test func linesCarryTheActiveSpan() throws {
        var ids = (trace: "", span: "")
        capture.tracer.withSpan("work", context: .topLevel) { span in
            ids = (span.traceID.hexadecimal, String(span.spanID))
            logger().info("a \"quoted\"\nmessage", metadata: ["job.id": "j-1", "list": ["a", "b"]])
        }
        let line = try #require(lines.values.first)
        #expect(lines.values.count == 1)
        #expect(line["dd.trace_id"]?.stringValue == ids.trace && ids.trace.count == 32)
        #expect(line["dd.span_id"]?.stringValue == ids.span)
        #expect(line["dd.service"] == "vote-worker" && line["dd.env"] == "test" && line["dd.version"] == "1.2.3")
        #expect(line["message"] == "a \"quoted\"\nmessage" && line["level"] == "info" && line["job.id"] == "j-1")
        #expect(line["logger"] == "test.label" && line["list"] == ["a", "b"])
    }

    @Test func withoutASpanOnlyTheConfiguredProviderSpeaks() throws {
        logger().info("plain")
        logger(.datadog(DatadogTracingConfiguration(service: "s"))).info("configured")
        let values = lines.values
        #expect(values[0]["dd.trace_id"] == nil)
        #expect(values[1]["dd.trace_id"] == "0" && values[1]["dd.span_id"] == "0" && values[1]["dd.service"] == "s")
    }

    @Test func switchedOffNothingIsAdded() throws {
        var configuration = DatadogTracingConfiguration(environment: ["DD_LOGS_INJECTION": "false"])
        let capture = TraceCapture(configuration: configuration)
        capture.tracer.withSpan("work", context: .topLevel) { _ in
            logger().info("silent")
            logger(.datadog(configuration)).info("silent, too")
        }
        #expect(lines.values.count == 2 && lines.values.allSatisfy { $0["dd.trace_id"] == nil })
        configuration = DatadogTracingConfiguration(environment: ["DD_LOGS_INJECTION": "structured"])
        #expect(configuration.injectsLogs)
    }

    /// The same ids as the reference tracer had give the same fields with the same text.
    @Test(
        .enabled(if: Captures.arePresent, Captures.hint),
        arguments: ["apm_log_correlation", "apm_log_correlation_64bit"]
    )
    func linesAreAsTheReferenceTracerWritesThem(recording: String) throws {
        let observed = try #require(try Captures.load(recording)["observed"])
        let span = try #require(observed["span"])
        let traceID = try #require(span["trace_id hex"]?.stringValue.flatMap { TraceID(hexadecimal: $0) })
        let spanID = try #require(span["span_id decimal"]?.stringValue.flatMap { UInt64($0) })
        let configuration = DatadogTracingConfiguration(service: "vote-worker", env: "test", version: "1.2.3")
        var context = ServiceContext.topLevel
        context.datadogSpanContext = DatadogSpanContext(traceID: traceID, spanID: spanID)
        ServiceContext.withValue(context) { logger(.datadog(configuration)).info("inside") }
        logger(.datadog(configuration)).info("outside")
        for (line, key) in zip(
            lines.values,
            ["get_log_correlation_context()", "outside: get_log_correlation_context()"]
        ) {
            let ours = (line.objectValue ?? [:]).filter { $0.key.hasPrefix("dd.") }
            let theirs = try #require(observed[key]?.objectValue)
            #expect(JSONObject(ours) == JSONObject(theirs.sorted { $0.key < $1.key }))
        }
    }

    @Test func metadataDoesNotReplaceTheLinesOwnFields() throws {
        let metadata: Logger.Metadata = ["message": "m", "level": "l", "timestamp": "t", "logger": "g", "other": "o"]
        logger().info("text", metadata: metadata)
        let line = try #require(lines.values.first)
        #expect(line["message"] == "text" && line["level"] == "info" && line["logger"] == "test.label")
        #expect(line["metadata.message"] == "m" && line["metadata.level"] == "l" && line["metadata.logger"] == "g")
        #expect(line["metadata.timestamp"] == "t" && line["timestamp"] != "t" && line["other"] == "o")
    }

    @Test func aPipeThatNobodyReadsEndsNothing() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        let writer = open(path, O_WRONLY)
        close(reader)
        LogDescriptor(number: writer).write(Array("line\n".utf8))
        #expect(close(writer) == 0)
    }

    @Test func theLevelIsObeyed() {
        logger().debug("not written")
        #expect(lines.values.isEmpty)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_826_154_321_000_000, "2000-02-29T12:09:14.321Z"),
            (1_704_067_199_999_999_999, "2023-12-31T23:59:59.999Z"),
            (1_709_251_200_000_000_000, "2024-03-01T00:00:00.000Z"),
        ] as [(UInt64, String)]
    )
    func timestamps(nanoseconds: UInt64, text: String) {
        #expect(LogTimestamp(nanoseconds: nanoseconds).text == text)
    }
}
