// SPDX-License-Identifier: Apache-2.0

@testable import DatadogTracing

extension SamplingCandidate {
    /// A candidate with these tags.
    init(
        _ id: UInt64 = 1,
        service: String = "s",
        name: String = "n",
        resource: String = "r",
        env: String? = nil,
        meta: [String: String] = [:],
        metrics: [String: Double] = [:]
    ) {
        self.init(traceID: TraceID(low: id), service: service, name: name, resource: resource, env: env) {
            var span = FinishedSpan(
                traceID: TraceID(low: id),
                spanID: 1,
                name: name,
                service: service,
                resource: resource,
                start: 0,
                duration: 0
            )
            for (key, value) in meta { span.meta[key] = value }
            for (key, value) in metrics { span.metrics[key] = value }
            return span
        }
    }
}
