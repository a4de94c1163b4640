// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// The answer to a started span: the low half of its trace's id, and its own; zeros where there is no span.
struct StartedSpan: Encodable, Sendable {
    let spanId: UInt64
    let traceId: UInt64

    init(_ span: DatadogSpan?) {
        spanId = span?.spanID ?? 0
        traceId = span?.traceID.low ?? 0
    }
}
