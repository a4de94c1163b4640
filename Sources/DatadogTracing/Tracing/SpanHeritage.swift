// SPDX-License-Identifier: Apache-2.0

/// What a span has from the one above it, or was given, in a trace where not all spans have the configured service.
struct SpanHeritage {
    let service: String
    /// Whether the service was given by hand, here or above (`_dd.svc_src`).
    let isServiceManual: Bool
    /// Whether the span carries the configured version.
    var isVersioned: Bool

    /// Of a trace's first span here that is given a service.
    init(_ tracer: DatadogTracer, service: String) {
        self.service = service
        isServiceManual = true
        isVersioned = tracer.hasVersion && service == tracer.service
    }

    /// Of a span below another; the service is nil unless given.
    ///
    /// - Parameter own: the configured service.
    init(below parent: borrowing SpanState, service: String?, own: String) {
        isServiceManual = service != nil || parent.isServiceManual
        self.service = service ?? parent.service(own: own)
        isVersioned = parent.isVersioned && (service == nil || parent.has(service: self.service, own: own))
    }
}
