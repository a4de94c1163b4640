// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct DogStatsDAddressTests {
    @Test(arguments: [
        (["DD_DOGSTATSD_URL": "udp://agent:9", "DD_AGENT_HOST": "other"], "udp://agent:9"),
        (["DD_DOGSTATSD_URL": "udp://agent"], "udp://agent:8125"),
        (["DD_DOGSTATSD_URL": "udp://[::1]:9"], "udp://[::1]:9"),
        (["DD_DOGSTATSD_URL": "udp://[::1]"], "udp://[::1]:8125"),
        (["DD_DOGSTATSD_URL": "unix:///run/dsd.socket"], "unix:///run/dsd.socket"),
        (["DD_AGENT_HOST": "agent"], "udp://agent:8125"), (["DD_AGENT_HOST": "[::1]"], "udp://[::1]:8125"),
        (["DD_AGENT_HOST": "::1"], "udp://[::1]:8125"),
        (["DD_DOGSTATSD_HOST": "a", "DD_AGENT_HOST": "b", "DD_DOGSTATSD_PORT": "7"], "udp://a:7"),
        (["DD_DOGSTATSD_PORT": "7"], "udp://localhost:7"), (["DD_AGENT_PORT": "7"], "udp://localhost:8125"),
        ([:], "udp://localhost:8125"),
    ])
    func theAddressIsFound(environment: [String: String], address: String) {
        var values = EnvironmentValues(environment)
        let found = DogStatsDAddress(&values, defaultSocket: "/nowhere")
        #expect(found.description == address)
    }

    @Test func theSocketOfALocalAgentIsUsedIfItExists() throws {
        let folder = try TemporaryDirectory()
        var values = EnvironmentValues([:])
        let found = DogStatsDAddress(&values, defaultSocket: folder.path)
        #expect(found == .unixSocket(path: folder.path))
    }

    @Test(arguments: [
        ("DD_DOGSTATSD_URL", "agent:8125"), ("DD_DOGSTATSD_URL", "udp://"), ("DD_DOGSTATSD_URL", "udp://:8125"),
        ("DD_DOGSTATSD_URL", "udp://h:0"), ("DD_DOGSTATSD_URL", "udp://h:x"), ("DD_DOGSTATSD_URL", "udp://[::1"),
        ("DD_DOGSTATSD_URL", "http://h:1"), ("DD_DOGSTATSD_PORT", "99999"), ("DD_RUNTIME_METRICS_ENABLED", "maybe"),
        ("DD_TRACE_HEALTH_METRICS_ENABLED", "2"),
    ])
    func badValuesAreNamed(name: String, value: String) {
        let error = #expect(throws: DatadogTracingError.self) {
            try DatadogTracingConfiguration(checking: [name: value])
        }
        #expect(error?.message.contains(name) == true && error?.message.contains(value) == true)
    }

    @Test func theMetricsOfTheLibraryAreOffUnlessAskedFor() {
        let standard = DatadogTracingConfiguration(environment: [:]).metrics
        #expect(!standard.sendsHealthMetrics && !standard.sendsRuntimeMetrics)
        let asked = ["DD_TRACE_HEALTH_METRICS_ENABLED": "true", "DD_RUNTIME_METRICS_ENABLED": "1"]
        let metrics = DatadogTracingConfiguration(environment: asked).metrics
        #expect(metrics.sendsHealthMetrics && metrics.sendsRuntimeMetrics)
    }
}
