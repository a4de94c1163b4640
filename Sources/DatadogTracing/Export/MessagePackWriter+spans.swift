// SPDX-License-Identifier: Apache-2.0

extension MessagePackWriter {
    /// A span as `/v0.4/traces` takes it, with tags of its chunk, and with what few spans have.
    ///
    /// - Parameter nativeEvents: whether events go into a field of their own, not as JSON text among the tags.
    mutating func append(_ span: EncodedSpan, _ head: borrowing TagBuffer, nativeEvents: Bool) {
        let eventText = nativeEvents ? nil : span.missingEventText
        let extraFields = span.extras?.fieldCount(nativeEvents: nativeEvents) ?? 0
        let size = span.bytes.count + head.byteCount + Self.headsOfMaps + (eventText?.utf8.count ?? 0)
        write(atMost: size) { $0.append(span, head, eventText, extraFields: extraFields) }
        if let extras = span.extras { append(extras, nativeEvents: nativeEvents) }
    }

    /// What the heads of the maps may take besides, their names, and the key of the events.
    private static let headsOfMaps = 64
}

extension MessagePackCursor {
    fileprivate mutating func append(
        _ span: EncodedSpan,
        _ head: borrowing TagBuffer,
        _ eventText: String?,
        extraFields: Int
    ) {
        let place = span.place
        let texts = place.textCount + head.textCount + (eventText != nil).asOne
        let numbers = place.numberCount + head.numberCount
        // The head of a map of up to 15 fields, which a span has, says how many they are.
        let fieldCount = Int(span.bytes[0] & 0x0f) - (place.textCount > 0).asOne - (place.numberCount > 0).asOne
        append(mapOf: fieldCount + (texts > 0).asOne + (numbers > 0).asOne + extraFields)
        append(raw: UnsafeRawBufferPointer(rebasing: span.bytes[1..<place.meta]))
        append(SpanPlace.textsName, texts, span.texts, head.texts)
        if let eventText {
            append("events")
            append(string: eventText)
        }
        append(SpanPlace.numbersName, numbers, span.numbers, head.numbers)
        append(raw: UnsafeRawBufferPointer(rebasing: span.bytes[place.numbersEnd...]))
    }
}
