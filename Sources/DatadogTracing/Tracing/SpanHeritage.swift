// SPDX-License-Identifier: Apache-2.0

/// What a span has from the one above it, or from the tracer, besides what was given at its start.
struct SpanHeritage {
    let service: String
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    let isServiceManual: Bool
    /// Whether the span carries the configured version.
    var isVersioned: Bool

    /// Of a trace's first span here that is given no service.
    init(_ configuration: DatadogTracingConfiguration) {
        service = configuration.service
        isServiceManual = false
        isVersioned = configuration.version != nil
    }

    /// Of a trace's first span here that is given a service.
    init(_ tracer: DatadogTracer, service: String) {
        self.service = service
        isServiceManual = true
        isVersioned = tracer.hasVersion && service == tracer.service
    }

    /// Of a span below another; the service is empty unless given.
    init(below parent: borrowing SpanState, service: String) {
        let isServiceGiven = !service.isEmpty
        isServiceManual = isServiceGiven || parent.isServiceManual
        self.service = isServiceGiven ? service : parent.currentService
        isVersioned = parent.isVersioned(self.service)
    }
}
