// SPDX-License-Identifier: Apache-2.0

/// A request to add an event to a span.
struct AddedEvent: Decodable {
    let spanId: WireID
    let event: WireEvent

    init(from decoder: any Decoder) throws {
        spanId = try SpanReference(from: decoder).spanId
        event = try WireEvent(from: decoder)
    }
}
