// SPDX-License-Identifier: Apache-2.0

import JSON
import Tracing

/// An event to be added to a span; its attributes are read from the body itself, which knows an integer from a fraction.
struct WireEvent: Decodable {
    let name: String
    /// Unix microseconds; now if it is missing.
    let timestamp: Int64?

    func event(with attributes: SpanAttributes) -> SpanEvent {
        guard let timestamp else { return SpanEvent(name: name, attributes: attributes) }
        return SpanEvent(name: name, at: .microseconds(timestamp), attributes: attributes)
    }
}
