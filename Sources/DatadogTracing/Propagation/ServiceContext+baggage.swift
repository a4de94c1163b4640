// SPDX-License-Identifier: Apache-2.0

public import Tracing

private enum BaggageKey: ServiceContextKey {
    typealias Value = Baggage
    static var nameOverride: String? { "datadog-baggage" }
}

extension ServiceContext {
    /// What the application sends along with the request, to children and into headers.
    ///
    /// `ServiceContext.current?.baggage["user.id"]` reads it. A change counts for what is started or injected with the
    /// changed context; contexts are values.
    public var baggage: Baggage {
        get { self[BaggageKey.self] ?? Baggage() }
        set { self[BaggageKey.self] = newValue.isEmpty ? nil : newValue }
    }
}
