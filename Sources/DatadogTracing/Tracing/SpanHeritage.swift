// SPDX-License-Identifier: Apache-2.0

/// What a span has from the one above it, or from the tracer, besides what was given at its start.
struct SpanHeritage {
    let service: String
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    let isServiceManual: Bool
    /// Whether the span carries the configured version.
    var isVersioned: Bool

    /// Of a trace's first span here; the service is empty unless given.
    init(_ tracer: DatadogTracer, service: String) {
        isServiceManual = !service.isEmpty
        self.service = isServiceManual ? service : tracer.service
        isVersioned = tracer.hasVersion && self.service == tracer.service
    }

    /// Of a span below another; the service is empty unless given.
    init(below parent: borrowing SpanState, service: String) {
        let isServiceGiven = !service.isEmpty
        isServiceManual = isServiceGiven || parent.isServiceManual
        self.service = isServiceGiven ? service : parent.currentService
        isVersioned = parent.isVersioned(self.service)
    }
}
