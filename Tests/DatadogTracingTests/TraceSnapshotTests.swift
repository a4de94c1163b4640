// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Foundation
import TestSupport
import Testing
import Tracing

@testable import DatadogTracingTestKit

@Suite struct TraceSnapshotTests {
    private let folder: TemporaryDirectory
    private var source: String { folder.path + "/SomeTests.swift" }

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// A job with four parallel steps, one of which fails, and a second trace that links to it.
    private func traces(delays: [Int] = [0, 0, 0, 0], tokens: Int = 7) async -> TraceCapture {
        let capture = TraceCapture(configuration: DatadogTracingConfiguration(service: "votes", env: "test"))
        await withTracer(capture.tracer) {
            let job = await withSpan("job", context: .topLevel) { span in
                await withTaskGroup { group in
                    for step in 0..<4 {
                        group.addTask {
                            for _ in 0..<delays[step] { await Task.yield() }
                            self.step(step, tokens)
                        }
                    }
                }
                return span.context
            }
            withSpan("audit", context: .topLevel) { span in
                span.addLink(SpanLink(context: job, attributes: ["why": "follows"]))
                span.addEvent("noticed")
            }
        }
        return capture
    }

    private func step(_ number: Int, _ tokens: Int) {
        withSpan("step") { span in
            span.attributes["step.number"] = number
            withSpan("call") { call in
                call.attributes["llm.tokens.total"] = tokens
                call.attributes["random"] = "\(UInt64.random(in: 0...UInt64.max))"
                if number == 2 { call.recordError(TestSupportError("broken")) }
            }
        }
    }

    private let ignores = SnapshotIgnores.standard.adding("meta.random", "meta.code.*", "metrics.code.*")

    @Test func aRunLooksLikeTheOneBefore() async throws {
        let first = TraceSnapshot(await traces().popTraces(), ignoring: ignores)
        for delays in [[9, 0, 0, 0], [0, 9, 3, 0], [5, 4, 3, 2], [2, 3, 4, 5]] {
            let next = TraceSnapshot(await traces(delays: delays).popTraces(), ignoring: ignores)
            #expect(next.json == first.json && next.tree() == first.tree())
        }
    }

    @Test func theTreeIsReadable() async {
        let tree = TraceSnapshot(await traces().popTraces(), ignoring: ignores).tree(tags: ["step.number", "random"])
        #expect(
            tree == """
                audit

                job
                ├─ step step.number=0
                │  └─ call
                ├─ step step.number=1
                │  └─ call
                ├─ step step.number=2
                │  └─ call ✗ TestSupport.TestSupportError
                └─ step step.number=3
                   └─ call

                """
        )
    }

    @Test func theFirstRunWritesAndLaterOnesCompare() async throws {
        let path = folder.path + "/__Snapshots__/votes.json"
        try await traces().expectSnapshot("votes", ignoring: ignores, mode: .recordMissing, beside: source)
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written.contains("\"span_id\": 1") && written.contains("\"why\": \"follows\""))
        #expect(!written.contains("duration") && !written.contains("random") && !written.contains("time_unix_nano"))
        try await traces().expectSnapshot("votes", ignoring: ignores, mode: .compareOnly, beside: source)
        let changed = await traces(tokens: 8)
        let error = #expect(throws: TraceSnapshotError.self) {
            try changed.expectSnapshot("votes", ignoring: ignores, mode: .recordMissing, beside: source)
        }
        #expect(error?.code == .mismatch)
        let message = try #require(error?.message)
        #expect(message.split(separator: "\n").count { $0.hasPrefix("- ") && $0.hasSuffix(": 7") } == 4)
        #expect(message.split(separator: "\n").count { $0.hasPrefix("+ ") } == 4 && message.contains(path))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == written, "a mismatch leaves the file alone")
        try await traces(tokens: 8).expectSnapshot("votes", ignoring: ignores, mode: .update, beside: source)
        try await traces(tokens: 8).expectSnapshot("votes", ignoring: ignores, mode: .compareOnly, beside: source)
    }

    @Test func onABuildServerAMissingFileIsAFailure() async {
        let capture = await traces()
        let error = #expect(throws: TraceSnapshotError.self) {
            try capture.expectSnapshot("new", format: .tree(), mode: .compareOnly, beside: source)
        }
        #expect(error?.code == .missing)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/__Snapshots__/new.txt"))
    }

    @Test(arguments: ["", "../up", "a/b", ".hidden", "a\nb", "ä"])
    func aNameStaysInItsFolder(name: String) {
        let error = #expect(throws: TraceSnapshotError.self) {
            try TraceCapture().expectSnapshot(name, mode: .update, beside: source)
        }
        #expect(error?.code == .invalidName)
    }

    @Test(arguments: [
        ([:], SnapshotMode.recordMissing), (["CI": "true"], .compareOnly), (["CI": "false"], .recordMissing),
        (["CI": "1", "UPDATE_SNAPSHOTS": "1"], .update), (["UPDATE_SNAPSHOTS": "0"], .recordMissing),
    ])
    func theEnvironmentDecides(environment: [String: String], mode: SnapshotMode) {
        #expect(SnapshotMode(environment: environment) == mode)
    }

    @Test func anUnusableFolderIsTold() throws {
        let file = folder.path + "/__Snapshots__"
        try "not a folder".write(toFile: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: TraceSnapshotError.self) {
            try TraceCapture().expectSnapshot("x", mode: .recordMissing, beside: source)
        }
        #expect(error?.code == .fileUnusable)
    }

    @Test func aDeepTraceAndParentsInACircleAreNoDanger() {
        func span(_ id: UInt64, _ parent: UInt64) -> FinishedSpan {
            FinishedSpan(
                traceID: TraceID(low: 1),
                spanID: id,
                parentID: parent,
                name: "n",
                service: "s",
                resource: "n",
                start: 0,
                duration: 0
            )
        }
        let deep = (1...20_000).map { span($0, $0 - 1) }
        #expect(SnapshotTrace(deep, ignoring: []).places.last?.depth == 19_999)
        #expect(SnapshotTrace([span(1, 2), span(2, 1), span(3, 3)], ignoring: []).places.count == 1)
    }

    @Test func onlyTheLinesAroundAChangeAreShown() {
        let lines = (1...20).map { "line \($0)" }
        var changed = lines
        changed[9] = "other"
        changed.remove(at: 18)
        let difference = LineDifference(
            expected: lines.joined(separator: "\n"),
            actual: changed.joined(separator: "\n")
        )
        #expect(
            difference.text == """
                  …
                  line 7
                  line 8
                  line 9
                - line 10
                + other
                  line 11
                  line 12
                  line 13
                  …
                  line 16
                  line 17
                  line 18
                - line 19
                  line 20
                """
        )
        let long = (0..<3000).map { "\($0)" }.joined(separator: "\n")
        #expect(LineDifference(expected: long, actual: "").text.contains("further lines"))
    }
}
