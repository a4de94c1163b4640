// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct AgentAddressTests {
    private func destination(_ environment: [String: String], socket: String = "/nowhere") -> TraceDestination {
        var values = EnvironmentValues(environment)
        return TraceDestination(&values, defaultSocket: socket)
    }

    @Test(arguments: [
        (["DD_TRACE_AGENT_URL": "http://agent:1/prefix/", "DD_AGENT_HOST": "other"], "http://agent:1/prefix"),
        (["DD_TRACE_AGENT_URL": "HTTPS://agent.example/a/b"], "https://agent.example/a/b"),
        (["DD_TRACE_AGENT_URL": "http://[::1]:8126/"], "http://[::1]:8126"),
        (["DD_TRACE_AGENT_URL": "http://[fe80::1]"], "http://[fe80::1]"),
        (["DD_TRACE_AGENT_URL": "unix:///run/apm.sock"], "unix:///run/apm.sock"),
        (["DD_AGENT_HOST": "agent"], "http://agent:8126"),
        (["DD_AGENT_HOST": "::1", "DD_TRACE_AGENT_PORT": "9"], "http://[::1]:9"),
        (["DD_AGENT_HOST": "[2001:db8::1]"], "http://[2001:db8::1]:8126"),
        (["DD_TRACE_AGENT_HOSTNAME": "a", "DD_AGENT_HOST": "b", "DD_AGENT_PORT": "7"], "http://a:7"),
        (["DD_TRACE_AGENT_PORT": "5", "DD_AGENT_PORT": "7"], "http://localhost:5"),
        (["DD_AGENT_PORT": "7"], "http://localhost:7"),
        ([:], "http://localhost:8126"),
    ])
    func theAgentIsFound(environment: [String: String], address: String) {
        guard case .agent(let found) = destination(environment) else {
            Issue.record("not an agent")
            return
        }
        #expect(found.description == address)
    }

    @Test func theUsualSocketIsUsedIfItExistsAndNothingIsSaid() throws {
        let folder = try TemporaryDirectory()
        #expect(destination([:], socket: folder.path) == .agent(.unixSocket(path: folder.path)))
        #expect(destination(["DD_AGENT_PORT": "7"], socket: folder.path) != .agent(.unixSocket(path: folder.path)))
    }

    @Test func aPrefixStaysInFrontOfEveryEndpoint() {
        #expect(AgentAddress.http(url: "http://a:1/b").url("/info") == "http://a:1/b/info")
        #expect(AgentAddress.unixSocket(path: "/s").url("/info") == "http://localhost/info")
    }

    @Test(arguments: [
        ("DD_TRACE_AGENT_URL", "agent:8126", "http://host:port"), ("DD_TRACE_AGENT_URL", "http://", "http://host:port"),
        ("DD_TRACE_AGENT_URL", "http:///path", "http://host:port"), ("DD_TRACE_AGENT_URL", "ftp://a", "unix:///path"),
        ("DD_TRACE_AGENT_URL", "http://agent:port", "1 to 65535"), ("DD_TRACE_AGENT_URL", "http://a:70000", "65535"),
        ("DD_TRACE_AGENT_URL", "http://::1:8126", "http://host:port"),
        ("DD_TRACE_AGENT_URL", "unix://run/apm.sock", "absolute"), ("DD_TRACE_AGENT_URL", "file://x", "file:///path"),
        ("DD_AGENT_HOST", "http://agent", "alone"), ("DD_AGENT_HOST", "agent:8126", "alone"),
        ("DD_AGENT_HOST", "agent/path", "alone"), ("DD_TRACE_AGENT_HOSTNAME", "a b", "alone"),
        ("DD_AGENT_PORT", "70000", "65535"), ("DD_TRACE_AGENT_PORT", "x", "65535"),
        ("DD_TRACE_API_VERSION", "v0.3", "v0.4 or v0.5"), ("DD_TRACE_AGENT_TIMEOUT_SECONDS", "0", "from 0.1"),
    ])
    func mistakesAreNamedWithTheirMend(name: String, value: String, mend: String) {
        let error = #expect(throws: DatadogTracingError.self) {
            try DatadogTracingConfiguration(checking: [name: value])
        }
        #expect(error?.code == .invalidConfiguration)
        let message = error?.message ?? ""
        #expect(message.contains(name) && message.contains(value) && message.contains(mend), "\(message)")
    }

    @Test(arguments: [
        ("DD_TRACE_AGENT_URL", "http://me:secret@agent:8126", "password"),
        ("DD_TRACE_AGENT_URL", "ftp://me:secret@agent", "http://host:port"),
        ("DD_TRACE_AGENT_URL", "http//me:secret@agent:1", "http://host:port"),
        ("DD_TRACE_AGENT_URL", "http://agent:8126?api_key=secret", "http://host:port"),
        ("DD_AGENT_HOST", "me:secret@agent", "alone"),
        ("DD_DOGSTATSD_URL", "tcp://me:secret@agent", "udp://host:port"),
    ])
    func secretsAreNotShown(name: String, value: String, mend: String) {
        let error = #expect(throws: DatadogTracingError.self) {
            try DatadogTracingConfiguration(checking: [name: value])
        }
        let message = error?.message ?? ""
        #expect(message.contains(name) && message.contains(mend) && !message.contains("secret"), "\(message)")
    }

    @Test func anAddressThatCannotBeUsedCountsAsNotSet() {
        let environment = ["DD_TRACE_AGENT_URL": "agent:1", "DD_TRACE_AGENT_HOSTNAME": "a b", "DD_AGENT_HOST": "c"]
        let configuration = DatadogTracingConfiguration(environment: environment)
        #expect(configuration.destination == .agent(.http(url: "http://c:8126")) && configuration.mistakes.count == 2)
    }

    @Test func socketPathsThatTheKernelWouldCutAreRefused() {
        let path = "unix:///" + String(repeating: "a", count: 107)
        #expect(destination(["DD_TRACE_AGENT_URL": path]) == .agent(.standard))
    }
}
