// SPDX-License-Identifier: Apache-2.0

import DatadogTracingTestKit
import Testing

@testable import DatadogTracing

@Suite("Facts about the process") struct ProcessTagTests {
    private func span(_ environment: [String: String]) throws -> CapturedSpan {
        let capture = TraceCapture(configuration: DatadogTracingConfiguration(environment: environment))
        capture.tracer.trace("root") { _ in }
        return try #require(capture.popSpans().first)
    }

    @Test func sourceCodeIsNamedOnTheFirstSpanOfAChunk() throws {
        let capture = TraceCapture(
            configuration: DatadogTracingConfiguration(
                environment: ["DD_GIT_REPOSITORY_URL": "https://example.org/a.git", "DD_GIT_COMMIT_SHA": "0123"]
            )
        )
        capture.tracer.trace("root") { _ in capture.tracer.trace("child") { _ in } }
        let spans = capture.popSpans()
        #expect(spans.first?.tag("_dd.git.repository_url") == "https://example.org/a.git")
        #expect(spans.first?.tag("_dd.git.commit.sha") == "0123")
        #expect(spans.last?.tag("_dd.git.commit.sha") == nil)
    }

    @Test func sourceCodeMayBeNamedAmongTheTags() throws {
        let span = try span(["DD_TAGS": "git.repository_url:https://u:p@example.org/a,git.commit.sha:0123,k:v"])
        #expect(span.tag("_dd.git.repository_url") == "https://example.org/a")
        #expect(span.tag("_dd.git.commit.sha") == "0123")
        #expect(span.tag("git.commit.sha") == nil && span.tag("k") == "v")
    }

    @Test func sourceCodeIsNotNamedWhenSwitchedOff() throws {
        let span = try span(["DD_GIT_COMMIT_SHA": "0123", "DD_TRACE_GIT_METADATA_ENABLED": "false"])
        #expect(span.tag("_dd.git.commit.sha") == nil)
    }

    @Test(arguments: [
        ("https://token:AAA_bbb@example.org/p/a.git", "https://example.org/p/a.git"),
        ("ssh://token@example.org/p/a.git", "ssh://example.org/p/a.git"),
        ("https://example.org/p@b/a.git", "https://example.org/p@b/a.git"),
        ("example.org/p/a.git", "example.org/p/a.git"), ("git@example.org:p/a.git", "git@example.org:p/a.git"),
        ("https://a@b@example.org", "https://example.org"),
    ])
    func credentialsAreLeftOut(_ url: String, _ sent: String) throws {
        #expect(try span(["DD_GIT_REPOSITORY_URL": url]).tag("_dd.git.repository_url") == sent)
    }

    @Test func theProgramIsDescribed() throws {
        let given = try #require(try span(["DD_SERVICE": "shop"]).tag("_dd.tags.process"))
        #expect(given.contains("entrypoint.type:executable") && given.contains("svc.user:true"))
        #expect(given.split(separator: ",").sorted() == given.split(separator: ","))
        let automatic = try span([:])
        let service = ProcessTags.normalized(automatic.service)
        #expect(automatic.tag("_dd.tags.process")?.contains("svc.auto:\(service)") == true)
        #expect(try span(["DD_EXPERIMENTAL_PROPAGATE_PROCESS_TAGS_ENABLED": "0"]).tag("_dd.tags.process") == nil)
    }

    @Test(arguments: [("My App", "my_app"), ("a/b-c_d.e9", "a/b-c_d.e9"), ("ä:,", "___")])
    func valuesAreNormalized(_ value: String, _ normalized: String) {
        #expect(ProcessTags.normalized(value) == normalized)
        #expect(ProcessTags.normalized(String(repeating: "x", count: 300)).count == 100)
    }

    @Test func theHostIsNamedOnRequest() throws {
        #expect(try span(["DD_HOSTNAME": "box"]).tag("_dd.hostname") == nil)
        #expect(try span(["DD_TRACE_REPORT_HOSTNAME": "true", "DD_HOSTNAME": "box"]).tag("_dd.hostname") == "box")
        #expect(try span(["DD_TRACE_REPORT_HOSTNAME": "true"]).tag("_dd.hostname")?.isEmpty == false)
    }
}
