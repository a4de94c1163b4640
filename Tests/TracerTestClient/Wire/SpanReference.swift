// SPDX-License-Identifier: Apache-2.0

/// A request about one span.
struct SpanReference: Decodable {
    let spanId: WireID
}
