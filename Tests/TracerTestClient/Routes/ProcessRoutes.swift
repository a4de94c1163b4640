// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird

/// What is asked of the process rather than of a span.
struct ProcessRoutes {
    let host: TracedHost

    func add(to router: TestClientRouter) {
        router.get("/trace/config") { _, _ in JSONAnswer(Settings(config: host.settings)) }
        router.get("/trace/agent/ensure_agent_info") { _, _ in
            await host.tracer.agent?.refreshInfo()
            return JSONAnswer(Readiness(ready: host.tracer.agent?.info != nil))
        }
        router.get("/trace/crash") { _, _ -> Response in fatalError("as asked") }
    }

    private struct Settings: Encodable, Sendable {
        let config: [String: String?]
    }

    private struct Readiness: Encodable, Sendable {
        let ready: Bool
    }
}
