// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import Testing
import Tracing

@testable import DatadogTracing

@Suite struct JSONLinesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func spansComeBackAsTheyWere() async throws {
        let path = directory.path + "/traces.jsonl"
        var configuration = DatadogTracingConfiguration(service: "s", env: "test")
        configuration.destination = .jsonLines(path: path)
        let exporter = JSONLinesExporter(path: path)
        let (tracer, writer) = DatadogTracing.make(configuration: configuration, exporter: exporter)
        let kept = InMemoryExporter()
        let second = DatadogTracer(configuration: configuration, receiver: kept)
        for tracer in [tracer, second] {
            tracer.withSpan("root", context: .topLevel) { root in
                root.attributes["text"] = "a \"quoted\"\nline"
                root.attributes["span.type"] = "worker"
                root.addEvent(SpanEvent(name: "seen", attributes: ["n": 1]))
                root.addLink(SpanLink(context: root.context, attributes: ["why": "test"]))
                try? tracer.withSpan("child") { _ in throw CancellationError() }
            }
        }
        await writer.flush()
        let direct = kept.popChunks()
        _ = await exporter.export(direct, statistics: TracingStatistics())
        let read = try JSONLinesTraceReader().spans(inFiles: [path])
        #expect(read.count == 4)
        #expect(Array(read.suffix(2)) == direct.flatMap(\.spans))
        #expect(tracer.statistics.snapshot.sentSpans == 2)
    }

    @Test func idsAreHexadecimal() throws {
        let span = FinishedSpan(
            traceID: TraceID(high: 1, low: 2),
            spanID: 255,
            name: "n",
            service: "s",
            resource: "n",
            start: 5,
            duration: 6
        )
        let line = try JSONValue(parsing: TraceChunk(spans: [span]).jsonLine)
        let json = try #require(line["traces"]?[0]?[0])
        #expect(json["trace_id"] == "00000000000000010000000000000002" && json["span_id"] == "00000000000000ff")
        #expect(json["parent_id"] == "0000000000000000" && json["error"] == 0)
    }

    @Test func anUnfinishedLastLineIsLeftOut() throws {
        let path = directory.path + "/traces.jsonl"
        let line =
            #"{"traces":[[{"trace_id":"0000000000000001","span_id":"0000000000000002","name":"n","start":1,"duration":1}]]}"#
        try Data((line + "\n" + line.prefix(30)).utf8).write(to: URL(filePath: path))
        #expect(try JSONLinesTraceReader().spans(inFiles: [path]).count == 1)
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "needs /dev/full")) func halfALineDoesNotSpoilTheRest()
        async throws
    {
        let path = directory.path + "/traces.jsonl"
        let exporter = JSONLinesExporter(path: path)
        let statistics = TracingStatistics()
        // A full disk, on which there is room again when half a line has been written.
        #expect(symlink("/dev/full", path) == 0)
        _ = await exporter.export([AgentExporterTests.chunk()], statistics: statistics)
        try FileManager.default.removeItem(atPath: path)
        try Data(#"{"traces":[[{"trace"#.utf8).write(to: URL(filePath: path))
        _ = await exporter.export([AgentExporterTests.chunk(spans: 2)], statistics: statistics)
        #expect(statistics.snapshot.droppedSpans == [.sendFailed: 1])
        #expect(try JSONLinesTraceReader().spans(inFiles: [path]).count == 2)
    }

    @Test func mistakesNameTheFileAndLine() throws {
        let path = directory.path + "/traces.jsonl"
        try Data("{\"traces\":5}\n".utf8).write(to: URL(filePath: path))
        #expect(throws: DatadogTracingError.self) { try JSONLinesTraceReader().spans(inFiles: [path]) }
        try Data("\nnonsense\n".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: DatadogTracingError.self) { try JSONLinesTraceReader().spans(inFiles: [path]) }
        #expect(error?.code == .malformedTrace && error?.message.contains("Line 2") == true)
        let missing = #expect(throws: DatadogTracingError.self) {
            try JSONLinesTraceReader().spans(inFiles: [path + ".missing"])
        }
        #expect(missing?.code == .fileUnreadable)
    }

    @Test func aFileThatCannotBeWrittenIsCounted() async {
        let statistics = TracingStatistics()
        let exporter = JSONLinesExporter(path: directory.path + "/missing/traces.jsonl")
        _ = await exporter.export([AgentExporterTests.chunk(spans: 2)], statistics: statistics)
        #expect(statistics.snapshot.droppedSpans == [.sendFailed: 2])
    }

    @Test func aFileThatNeverOpensHoldsNothingUp() async throws {
        let path = directory.path + "/pipe"
        // Opening it for writing waits for a reader.
        #expect(mkfifo(path, 0o600) == 0)
        let statistics = TracingStatistics()
        let exporter = JSONLinesExporter(path: path)
        let export = Task { await exporter.export([AgentExporterTests.chunk(spans: 2)], statistics: statistics) }
        export.cancel()
        #expect(await export.value.isEmpty && statistics.snapshot.droppedSpans == [.sendFailed: 2])
        // Lets the exporter's thread go: this end counts as a reader.
        let end = open(path, O_RDWR)
        _ = await exporter.export([], statistics: statistics)
        close(end)
    }

    @Test func aPipeWithoutReaderEndsNothing() async throws {
        let path = directory.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        let file = try AppendingFile(path: path)
        let isRead = file.append(Array("line".utf8))
        close(reader)
        let isReadByNobody = file.append(Array("line".utf8))
        #expect(isRead && !isReadByNobody)
    }
}
