// SPDX-License-Identifier: Apache-2.0

/// A span as it lies among ``EncodedSpans``.
///
/// Points into their memory: good only while they lend it.
struct EncodedSpan {
    let place: SpanPlace
    /// The whole span, in MessagePack.
    let bytes: UnsafeRawBufferPointer
    /// Links, events and their like, which are written when the span is sent.
    let extras: SpanExtras?

    var texts: EncodedTags { EncodedTags(UnsafeRawBufferPointer(rebasing: bytes[place.texts])) }
    var numbers: EncodedTags { EncodedTags(UnsafeRawBufferPointer(rebasing: bytes[place.numbers])) }

    /// The text under a key.
    func text(_ key: StaticString) -> String? { texts.find(key).map { String(decoding: $0.text, as: UTF8.self) } }

    /// The number under a key.
    func number(_ key: StaticString) -> Double? { numbers.find(key)?.number }

    /// The text of `meta["events"]` where the span was made to carry its events in a field of their own.
    var missingEventText: String? {
        guard let extras, !extras.events.isEmpty, texts.find("events") == nil else { return nil }
        return extras.eventText
    }

    /// The fields, and the tags together with those of the chunk.
    func decoded(_ head: borrowing TagBuffer) -> FinishedSpan {
        var tags = TagList()
        texts.visit { tags.append($0.decoded) }
        numbers.visit { tags.append($0.decoded) }
        for tag in head.decoded { tags.set(tag.key, tag.value) }
        var span = FinishedSpan(fields: EncodedFields(self).decoded, tags: tags)
        if let extras { span.extras.value = extras }
        return span
    }
}
