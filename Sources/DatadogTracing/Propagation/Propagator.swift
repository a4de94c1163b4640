// SPDX-License-Identifier: Apache-2.0

/// A header to be written.
struct PropagationHeader: Sendable, Hashable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Reads and writes one family of headers.
protocol Propagator: Sendable {
    /// The context in the headers, or nil if there is none or it is not valid.
    ///
    /// A context may lack a span (then the trace goes on without a parent) or even a trace (then only the sampling
    /// decision is passed on).
    func extract(_ header: (String) -> String?) -> DatadogSpanContext?

    /// Writes the headers of a context that has a trace and a span; returns what went wrong, as
    /// `_dd.propagation_error` says it.
    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String?
}
