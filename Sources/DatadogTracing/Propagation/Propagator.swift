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
    func extract(_ header: (String) -> String?) -> DatadogSpanContext?

    /// Writes the headers; returns what went wrong, as `_dd.propagation_error` says it.
    func inject(
        _ context: DatadogSpanContext,
        probability: OTelProbability?,
        into headers: inout [PropagationHeader]
    ) -> String?
}
